import type { Actor } from './actor.ts';
import type { CancelReason } from './order.ts';
import type { Refund } from './refund.ts';

type RefundData = Pick<Refund, 'amount' | 'currency' | 'reason' | 'paymentReference'>;

/** The data of each event type, besides order, sequence and time. Amounts are in minor units, times RFC 3339 in UTC. */
export interface OrderEventData {
  'order.placed': {
    customerId: string | null;
    reference: string | null;
    amount: number;
    currency: string;
    expiresAt: string;
  };
  'order.expiring': { expiresAt: string };
  /** `payBy` is missing in what earlier versions wrote. */
  'order.extended': { seconds: number; expiresAt: string; payBy?: string };
  /** The values are those from then on. */
  'order.updated': {
    changed: ('reference' | 'metadata' | 'items' | 'amount')[];
    reference: string | null;
    amount: number;
    currency: string;
  };
  /** Deadline and reminder were brought nearer, to try things out. */
  'order.advanced': { seconds: number; expiresAt: string };
  'order.payment_started': {
    attemptId: string;
    provider: string | null;
    reference: string | null;
    /** Null: the attempt holds nothing. */
    holdUntil: string | null;
    expiresAt: string;
  };
  'order.payment_failed': { attemptId: string; reason: string | null; expiresAt: string };
  'order.paid': { amount: number; currency: string; paymentReference: string | null };
  'order.cancelled': { reason: CancelReason; note: string | null };
  /** Events of earlier versions have no `refundId`. */
  'payment.refund_required': RefundData & { refundId?: string };
  /** The refund was requested by mistake: the payment was kept. Only a migration writes it. */
  'payment.refund_withdrawn': RefundData;
  /** The refund was reported as made. */
  'payment.refunded': RefundData & { refundId: string; refundReference: string | null };
  /** What the order said of its customer was erased, here and in earlier events. */
  'customer.erased': Record<string, never>;
}

export type OrderEventType = keyof OrderEventData;

/** One entry of an order's timeline. `sequence` counts from 1 per order, without gaps. */
export type OrderEvent = {
  [Type in OrderEventType]: {
    orderId: string;
    sequence: number;
    type: Type;
    data: OrderEventData[Type];
    occurredAt: Date;
    /** Null: the event is from before actors were kept. */
    actor: Actor | null;
  };
}[OrderEventType];

/** The members of each event that tell of a person, or may. They are null once the customer is erased. */
export const personalData: { [Type in OrderEventType]: readonly (keyof OrderEventData[Type])[] } = {
  'order.placed': ['customerId', 'reference'],
  'order.expiring': [],
  'order.extended': [],
  'order.payment_started': ['provider', 'reference'],
  'order.payment_failed': ['reason'],
  'order.paid': [],
  'order.cancelled': ['note'],
  'payment.refund_required': [],
  'payment.refund_withdrawn': [],
  'payment.refunded': [],
  'order.updated': ['reference'],
  'order.advanced': [],
  'customer.erased': [],
};
