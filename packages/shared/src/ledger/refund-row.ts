import { orderIdFromUuid } from '../order/order-id.ts';
import { refundIdFromUuid, type Refund, type RefundReason } from '../order/refund.ts';
import { refundReason } from './refused-payments.ts';

/** A row of {@link refundColumns}. */
export interface RefundRow {
  refund_id: string;
  order_id: string;
  reference: string;
  amount: number;
  currency: string;
  reason: RefundReason;
  recorded_at: Date;
  refunded_at: Date | null;
  refund_reference: string | null;
}

/** The select list of a {@link RefundRow}, from a relation of payments and one with its order's currency. */
export const refundColumns = (payment: string, order: string) => `
  ${payment}.refund_id, ${payment}.order_id, ${payment}.reference, ${payment}.amount, ${order}.currency,
  ${refundReason(`${payment}.outcome`)} as reason, ${payment}.recorded_at, ${payment}.refunded_at,
  ${payment}.refund_reference`;

export function toRefund(row: RefundRow): Refund {
  return {
    id: refundIdFromUuid(row.refund_id),
    orderId: orderIdFromUuid(row.order_id),
    paymentReference: row.reference,
    amount: row.amount,
    currency: row.currency,
    reason: row.reason,
    status: row.refunded_at === null ? 'due' : 'refunded',
    createdAt: row.recorded_at,
    refundedAt: row.refunded_at,
    refundReference: row.refund_reference,
  };
}
