/**
 * The order, and the decision table: what each command does to an order in each state.
 *
 * Pure functions: no clock, no database. The ledger decides in SQL; this module defines the possible outcomes, and
 * tests compare the SQL with it.
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

/** An order as the ledger returns it. Amounts are in minor units. Times are on the database's clock. */
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
  /** The order's own deadline: when it was placed, plus its window and all extensions. */
  payBy: Date;
  /** The deadline that decides: `payBy`, or the end of the hold of a payment attempt if that is later. */
  expiresAt: Date;
  /** Until when a payment attempt is open; null: none is. At most `expiresAt`. */
  payingUntil: Date | null;
  /** Milliseconds until `expiresAt` as of `asOf`; 0 if it has passed, or the order is paid or cancelled. */
  remainingMs: number;
  /** The database's time when the statement ran. */
  asOf: Date;
  paidAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: CancelReason | null;
  /** What must be refunded of refused payments; 0 if nothing. */
  refundDueAmount: number;
  /** The sequence of the order's latest event. */
  version: number;
}

/** The part of a pending order that Redis holds. */
export type RunningOrder = Pick<
  Order,
  'id' | 'customerId' | 'createdAt' | 'payBy' | 'expiresAt' | 'payingUntil' | 'remainingMs' | 'version'
>;

export type PayOutcome =
  | 'paid'
  | 'already_paid'
  | 'order_already_paid'
  | 'order_expired'
  | 'order_cancelled'
  | 'amount_mismatch'
  | 'too_many_refused_payments'
  /** The payment names an attempt that the order does not have. */
  | 'unknown_payment_attempt';
export type CancelOutcome = 'cancelled' | 'already_cancelled' | 'order_already_paid';
export type ExtendOutcome =
  | 'extended'
  | 'order_expired'
  | 'order_cancelled'
  | 'order_already_paid'
  | 'extension_too_long';
export type ExpireOutcome = 'expired' | 'not_due' | 'settled';

/** The ledger's answer for one order: the outcome, and the order after the command. */
export type Decided<Outcome extends string> = Outcome extends Outcome
  ? { outcome: Outcome; order: Order }
  : never;

/** There is no such order, or it belongs to another customer. */
export interface NotFound {
  outcome: 'not_found';
}

/**
 * The state that a decision depends on. `overdue`: the database's clock has reached the deadline. `mismatched`: the
 * references that are recorded with another amount.
 */
export type OrderState =
  | { status: 'pending'; overdue: boolean; amount: number; mismatched: readonly string[] }
  | { status: 'paid'; paymentReference: string | null }
  | { status: 'cancelled'; cancelReason: CancelReason };

/** A payment as the caller reports it. Null members are not checked. */
export interface Payment {
  paymentReference: string | null;
  /** Minor units. */
  amount: number | null;
}

/**
 * From the deadline on, payment is refused, whether or not the cancellation has run. On a paid order, the same
 * reference or none repeats the first payment and changes nothing; another reference is a second payment and is
 * refused. A reference that came with another amount never pays, since that money may have been refunded.
 *
 * @param mayRecord whether the payment may be recorded if it is refused: see {@link mayRecordRefusal}
 */
export function decidePay(state: OrderState, payment: Payment, mayRecord: boolean): PayOutcome {
  const outcome = decidePayment(state, payment);
  const isRecorded = payment.paymentReference !== null && moneyOutcome(outcome) !== null;
  return mayRecord || outcome === 'paid' || !isRecorded ? outcome : 'too_many_refused_payments';
}

function decidePayment(state: OrderState, payment: Payment): PayOutcome {
  if (state.status === 'cancelled') {
    return state.cancelReason === 'expired' ? 'order_expired' : 'order_cancelled';
  }
  if (state.status === 'paid') {
    const { paymentReference } = payment;
    const isSamePayment = paymentReference === null || paymentReference === state.paymentReference;
    return isSamePayment ? 'already_paid' : 'order_already_paid';
  }
  if (state.overdue) return 'order_expired';
  const { paymentReference, amount } = payment;
  const isMismatched = paymentReference !== null && state.mismatched.includes(paymentReference);
  const isRight = amount === null || amount === state.amount;
  return isRight && !isMismatched ? 'paid' : 'amount_mismatch';
}

/** An overdue order can be cancelled too, with the reason `expired`: see {@link cancelReasonOf}. */
export function decideCancel(state: OrderState): CancelOutcome {
  if (state.status === 'paid') return 'order_already_paid';
  return state.status === 'cancelled' ? 'already_cancelled' : 'cancelled';
}

/** The reason of a cancellation by request: the caller before the deadline, `expired` from the deadline on. */
export function cancelReasonOf(overdue: boolean, by: Exclude<CancelReason, 'expired'>): CancelReason {
  return overdue ? 'expired' : by;
}

/** Only a pending order at or past its deadline expires. `not_due`: the alarm was early. */
export function decideExpire(state: OrderState): ExpireOutcome {
  if (state.status !== 'pending') return 'settled';
  return state.overdue ? 'expired' : 'not_due';
}

/** Why a command is refused that needs an order that can still be paid. */
export type Closed = 'order_expired' | 'order_cancelled' | 'order_already_paid';

/** Null: the order can still be paid. */
export function whyClosed(state: OrderState): Closed | null {
  if (state.status === 'paid') return 'order_already_paid';
  if (state.status === 'cancelled') {
    return state.cancelReason === 'expired' ? 'order_expired' : 'order_cancelled';
  }
  return state.overdue ? 'order_expired' : null;
}

/** Only an order that can still be paid is extended. `fits`: the new deadline is at most 30 days after creation. */
export function decideExtend(state: OrderState, fits: boolean): ExtendOutcome {
  return whyClosed(state) ?? (fits ? 'extended' : 'extension_too_long');
}

type MoneyOutcome = 'accepted' | 'duplicate' | 'late' | 'mismatched';

/** How a payment with a reference is recorded, given its outcome. Null: it is not recorded. */
export function moneyOutcome(outcome: PayOutcome): MoneyOutcome | null {
  if (outcome === 'paid') return 'accepted';
  if (outcome === 'order_already_paid') return 'duplicate';
  if (outcome === 'amount_mismatch') return 'mismatched';
  return outcome === 'order_expired' || outcome === 'order_cancelled' ? 'late' : null;
}

/** The refused payments that an order has, and how one more relates to them. */
export interface RefusedPayments {
  /** How many are recorded. */
  count: number;
  /** Whether one has this reference, so that nothing more would be recorded. */
  isKnown: boolean;
  /** A backend's payments are always recorded: they are money. */
  byCustomer: boolean;
}

/** Whether a payment that is refused may be recorded, given the most refused payments of an order. */
export function mayRecordRefusal({ count, isKnown, byCustomer }: RefusedPayments, max: number): boolean {
  return !byCustomer || isKnown || count < max;
}

/** Whether a payment attempt is open at an instant. */
export const isPaymentInProgress = (
  { status, payingUntil }: Pick<Order, 'status' | 'payingUntil'>,
  at: Date,
): boolean => status === 'pending' && payingUntil !== null && payingUntil > at;

/** The reminder's lead for a payment window, in seconds. Null: the window is shorter than twice the lead. */
export function reminderLead(windowSeconds: number, leadSeconds: number): number | null {
  return windowSeconds >= 2 * leadSeconds ? leadSeconds : null;
}
