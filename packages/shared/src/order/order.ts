/**
 * The order, and the decision table: what each command does to an order in each state.
 *
 * Pure: no clock, no database. The ledger decides in SQL; this table names the outcomes that it
 * can answer and is what the tests hold the SQL against.
 */

/** The longest payment window, extensions included: 30 days. */
export const maxWindowSeconds = 30 * 24 * 60 * 60;

export const orderStatuses = ['pending', 'paid', 'cancelled'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const cancelReasons = ['expired', 'customer', 'backend'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** One line of an order. `unitAmount` is in minor units of the order's currency. */
export interface OrderItem {
  sku: string;
  name?: string | undefined;
  quantity: number;
  unitAmount: number;
}

export type OrderMetadata = Record<string, string | number | boolean | null>;

/** An order as the ledger knows it. Amounts are minor units; `remainingMs` is what the database's clock left. */
export interface Order {
  id: string;
  customerId: string | null;
  reference: string | null;
  status: OrderStatus;
  amount: number;
  currency: string;
  items: OrderItem[];
  metadata: OrderMetadata;
  createdAt: Date;
  expiresAt: Date;
  /** Milliseconds until the deadline when the statement ran; 0 once it has passed or the order is settled. */
  remainingMs: number;
  /** The database's clock when the statement ran. */
  asOf: Date;
  paidAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: CancelReason | null;
  /** The sequence of the order's latest event. */
  version: number;
}

export type PayOutcome =
  | 'paid'
  | 'already_paid'
  | 'order_already_paid'
  | 'order_expired'
  | 'order_cancelled'
  | 'amount_mismatch';
export type CancelOutcome = 'cancelled' | 'already_cancelled' | 'order_already_paid';
export type ExtendOutcome =
  | 'extended'
  | 'order_expired'
  | 'order_cancelled'
  | 'order_already_paid'
  | 'extension_too_long';
export type ExpireOutcome = 'expired' | 'not_due' | 'settled';

/** What the ledger answered for one order: one of the outcomes, with the order as the command left it. */
export type Decided<Outcome extends string> = Outcome extends Outcome
  ? { outcome: Outcome; order: Order }
  : never;

/** There is no such order, or it is not the asking customer's. */
export interface NotFound {
  outcome: 'not_found';
}

/** What a decision depends on. `overdue`: the deadline has been reached on the database's clock. */
export type OrderState =
  | { status: 'pending'; overdue: boolean; amount: number }
  | { status: 'paid'; paymentReference: string | null }
  | { status: 'cancelled'; cancelReason: CancelReason };

/** A payment as somebody claims it. Both parts are optional; what is missing is not checked. */
export interface Payment {
  paymentReference: string | null;
  /** Minor units. */
  amount: number | null;
}

/**
 * Pay. From the deadline on the answer is no, whether or not the cancellation has run yet. On a
 * paid order the same reference, or none, claims no new money and changes nothing; another
 * reference is a second payment and is refused.
 */
export function decidePay(state: OrderState, payment: Payment): PayOutcome {
  if (state.status === 'cancelled') {
    return state.cancelReason === 'expired' ? 'order_expired' : 'order_cancelled';
  }
  if (state.status === 'paid') {
    const { paymentReference } = payment;
    const isSamePayment = paymentReference === null || paymentReference === state.paymentReference;
    return isSamePayment ? 'already_paid' : 'order_already_paid';
  }
  if (state.overdue) return 'order_expired';
  return payment.amount === null || payment.amount === state.amount ? 'paid' : 'amount_mismatch';
}

/** Cancel. An overdue order is cancelled too, with the reason that it deserves: see {@link cancelReasonOf}. */
export function decideCancel(state: OrderState): CancelOutcome {
  if (state.status === 'paid') return 'order_already_paid';
  return state.status === 'cancelled' ? 'already_cancelled' : 'cancelled';
}

/** Who cancelled: the caller before the deadline; the deadline itself from then on. */
export function cancelReasonOf(overdue: boolean, by: Exclude<CancelReason, 'expired'>): CancelReason {
  return overdue ? 'expired' : by;
}

/** Expire. Only an unpaid order at or past its deadline; an early alarm is told how early it is. */
export function decideExpire(state: OrderState): ExpireOutcome {
  if (state.status !== 'pending') return 'settled';
  return state.overdue ? 'expired' : 'not_due';
}

/** Extend. Only while the order can still be paid. `fits`: the new deadline is at most 30 days from creation. */
export function decideExtend(state: OrderState, fits: boolean): ExtendOutcome {
  if (state.status === 'paid') return 'order_already_paid';
  if (state.status === 'cancelled') {
    return state.cancelReason === 'expired' ? 'order_expired' : 'order_cancelled';
  }
  if (state.overdue) return 'order_expired';
  return fits ? 'extended' : 'extension_too_long';
}

/** What becomes of money that is named by a reference, given how its payment was answered. */
export function moneyOutcome(outcome: PayOutcome): 'accepted' | 'duplicate' | 'late' | null {
  if (outcome === 'paid') return 'accepted';
  if (outcome === 'order_already_paid') return 'duplicate';
  return outcome === 'order_expired' || outcome === 'order_cancelled' ? 'late' : null;
}

/** The reminder's lead for a window, in seconds; null where the window is too short for one. */
export function reminderLead(windowSeconds: number, leadSeconds: number): number | null {
  return windowSeconds >= 2 * leadSeconds ? leadSeconds : null;
}
