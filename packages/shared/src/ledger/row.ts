import { orderIdFromUuid } from '../order/order-id.ts';
import type {
  CancelReason,
  Decided,
  NotFound,
  Order,
  OrderItem,
  OrderMetadata,
  OrderStatus,
} from '../order/order.ts';
import type { Held } from './held.ts';

/** A row of {@link orderColumns}. */
export interface OrderRow {
  id: string;
  customer_id: string | null;
  reference: string | null;
  status: OrderStatus;
  amount: number;
  currency: string;
  items: OrderItem[];
  metadata: OrderMetadata;
  created_at: Date;
  pay_by: Date;
  expires_at: Date;
  paying_until: Date | null;
  remaining_ms: number;
  as_of: Date;
  paid_at: Date | null;
  cancelled_at: Date | null;
  cancel_reason: CancelReason | null;
  refund_due_amount: number;
  version: number;
}

/** SQL: milliseconds from `at` until the deadline of `row`; 0 unless it is pending. */
export function remainingMs(row: string, at = 'now()'): string {
  return `case when ${row}.status = 'pending'
    then greatest(0, ceil(extract(epoch from ${row}.expires_at - ${at}) * 1000))::bigint
    else 0 end as remaining_ms`;
}

/** SQL: the deadline of `row` itself, without the holds of payment attempts. */
export const payBy = (row: string) => `coalesce(${row}.pay_by, ${row}.expires_at)`;

/** SQL: until when a payment attempt of `row` is open, or null. An attempt without a hold is, for as long as it can be paid. */
export const payingUntil = (row: string) =>
  `case when ${row}.paying_until is not null then least(${row}.paying_until, ${row}.expires_at) end`;

/**
 * The select list of an {@link OrderRow}, from the relation `row`.
 *
 * @param at the instant that the answer is about; one that decides passes the instant of its decision
 */
export function orderColumns(row: string, at = 'now()'): string {
  return `${row}.id, ${row}.customer_id, ${row}.reference, ${row}.status, ${row}.amount, ${row}.currency,
    ${row}.items, ${row}.metadata, ${row}.created_at, ${payBy(row)} as pay_by, ${row}.expires_at,
    ${payingUntil(row)} as paying_until, ${remainingMs(row, at)},
    ${at} as as_of, ${row}.paid_at, ${row}.cancelled_at, ${row}.cancel_reason,
    coalesce(${row}.refund_due_amount, 0) as refund_due_amount, ${row}.version`;
}

/** SQL: {@link orderColumns} that are null but for the id, in another part of a union. */
export const idAmongOrderColumns = (row: string) =>
  [`${row}.id`, ...Array.from({ length: 18 }, () => 'null')].join(', ');

/** SQL: an instant in whole milliseconds as Unix time. */
export const unixMs = (instant: string) => `(extract(epoch from ${instant}) * 1000)::bigint`;

/** A row of a statement that decides: its outcome, with the columns of the order as the statement left it. */
export type VerdictRow<Outcome extends string> = OrderRow & { outcome: Outcome | 'not_found' | 'held' };

export function toVerdict<Outcome extends string>(
  row: VerdictRow<Outcome>,
): Decided<Outcome> | NotFound | Held {
  if (row.outcome === 'held') return { outcome: 'held' };
  if (row.outcome === 'not_found') return { outcome: 'not_found' };
  return { outcome: row.outcome, order: toOrder(row) } as Decided<Outcome>;
}

export function toOrder(row: OrderRow): Order {
  return {
    id: orderIdFromUuid(row.id),
    customerId: row.customer_id,
    reference: row.reference,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    items: row.items,
    metadata: row.metadata,
    createdAt: row.created_at,
    payBy: row.pay_by,
    expiresAt: row.expires_at,
    payingUntil: row.paying_until,
    remainingMs: row.remaining_ms,
    asOf: row.as_of,
    paidAt: row.paid_at,
    cancelledAt: row.cancelled_at,
    cancelReason: row.cancel_reason,
    refundDueAmount: row.refund_due_amount,
    version: row.version,
  };
}
