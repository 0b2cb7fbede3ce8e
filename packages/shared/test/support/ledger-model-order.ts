import type { Actor } from '../../src/order/actor.ts';
import { type RefundReason, type Refund } from '../../src/order/refund.ts';
import {
  reminderLead,
  type CancelReason,
  type OrderItem,
  type OrderMetadata,
  type OrderState,
  type RefusedPayments,
  type moneyOutcome,
} from '../../src/order/order.ts';
import { actorOf, drafts, reminderLeadSeconds, type OrderSummary, type Pay } from './ledger-commands.ts';
import { amount } from './ledger-context.ts';

interface ModelPayment {
  reference: string | null;
  amount: number;
  outcome: string;
  at: number;
  /** Both of a refund that was made. */
  refundedAt: number | null;
  refundReference: string | null;
}

/** What the ledger should hold of an order. Times are milliseconds since the run began. */
export interface ModelOrder {
  reference: string | null;
  metadata: OrderMetadata;
  items: OrderItem[];
  amount: number;
  status: OrderState['status'];
  createdAt: number;
  payBy: number;
  expiresAt: number;
  remindAt: number | null;
  paidAt: number | null;
  cancelledAt: number | null;
  paymentReference: string | null;
  cancelReason: CancelReason | null;
  events: { sequence: number; type: string; data: object; at: number; actor: Actor }[];
  payments: ModelPayment[];
  attempts: ModelAttempt[];
}

/** As it is stored: one that has lapsed stays open. */
export interface ModelAttempt {
  provider: string | null;
  reference: string | null;
  status: 'open' | 'succeeded' | 'failed';
  createdAt: number;
  holdUntil: number | null;
  endedAt: number | null;
  reason: string | null;
}

export function placeOrder(number: number, now: number): ModelOrder {
  const { customerId, windowSeconds, actor } = drafts[number]!;
  const expiresAt = now + windowSeconds * 1_000;
  const leadSeconds = reminderLead(windowSeconds, reminderLeadSeconds);
  const order: ModelOrder = {
    reference: null,
    metadata: {},
    items: [],
    amount,
    status: 'pending',
    createdAt: now,
    payBy: expiresAt,
    expiresAt,
    remindAt: leadSeconds === null ? null : expiresAt - leadSeconds * 1_000,
    paidAt: null,
    cancelledAt: null,
    paymentReference: null,
    cancelReason: null,
    events: [],
    payments: [],
    attempts: [],
  };
  const data = { customerId, reference: null, amount, currency: 'CNY', expiresAt };
  recordEvent(order, 'order.placed', data, now, actor);
  return order;
}

export function recordEvent(order: ModelOrder, type: string, data: object, at: number, actor: Actor): void {
  order.events.push({ sequence: order.events.length + 1, type, data, at, actor });
}

/** Money without a reference is recorded only when it is accepted, and each reference once. */
export function recordMoney(
  order: ModelOrder,
  payment: Pay,
  outcome: ReturnType<typeof moneyOutcome>,
  at: number,
): void {
  const { paymentReference: reference } = payment;
  const isKnown = order.payments.some((known) => known.reference === reference);
  if (outcome === null || isKnown || (reference === null && outcome !== 'accepted')) return;
  const sum = payment.amount ?? order.amount;
  const recorded = { reference, amount: sum, outcome, at, refundedAt: null, refundReference: null };
  order.payments.push(recorded);
  if (outcome !== 'accepted') {
    recordEvent(order, 'payment.refund_required', refundDataOf(recorded), at, actorOf(payment));
  }
}

/** What events say of a refund. Its id is compared by {@link readLedgerRows}. */
export const refundDataOf = ({ reference, amount, outcome }: ModelPayment) => ({
  refundId: true,
  amount,
  currency: 'CNY',
  reason: reasonOf(outcome),
  paymentReference: reference,
});

const reasonOf = (outcome: string) => (outcome === 'mismatched' ? 'amount' : outcome) as RefundReason;

/** The refunds of an order: all payments but the one that was kept. */
export const refundsOf = ({ payments }: ModelOrder) =>
  payments.filter(({ outcome }) => outcome !== 'accepted');

export function refundOf({ amount, outcome, refundedAt, refundReference }: ModelPayment) {
  const status: Refund['status'] = refundedAt === null ? 'due' : 'refunded';
  return { status, reason: reasonOf(outcome), amount, refundReference };
}

export const refundDueAmountOf = (order: ModelOrder) =>
  refundsOf(order).reduce((sum, { amount, refundedAt }) => sum + (refundedAt === null ? amount : 0), 0);

export function refusedPaymentsOf(order: ModelOrder, payment: Pay): RefusedPayments {
  return {
    count: refundsOf(order).length,
    isKnown: order.payments.some(({ reference }) => reference === payment.paymentReference),
    byCustomer: payment.owner !== null,
  };
}

/** What the table of rules decides on. */
export function stateOf(order: ModelOrder, now: number): OrderState {
  const { status, paymentReference, cancelReason } = order;
  const mismatched = order.payments.flatMap(({ reference, outcome }) =>
    reference !== null && outcome === 'mismatched' ? [reference] : [],
  );
  if (status === 'pending')
    return { status, overdue: now >= order.expiresAt, amount: order.amount, mismatched };
  return status === 'paid' ? { status, paymentReference } : { status, cancelReason: cancelReason! };
}

export function remainingMsOf({ status, expiresAt }: ModelOrder, now: number): number {
  return status === 'pending' ? Math.max(0, expiresAt - now) : 0;
}

export function summaryOf(order: ModelOrder, now: number): OrderSummary {
  const { status, cancelReason, events, createdAt, payBy, expiresAt, paidAt, cancelledAt } = order;
  const version = events.length;
  const remainingMs = remainingMsOf(order, now);
  const refundDueAmount = refundDueAmountOf(order);
  const isPaying = remainingMs > 0 && order.attempts.some((each) => isHolding(each, now));
  return {
    status,
    cancelReason,
    version,
    remainingMs,
    createdAt,
    payBy,
    expiresAt,
    isPaying,
    paidAt,
    cancelledAt,
    refundDueAmount,
  };
}

function isHolding({ status, holdUntil }: ModelAttempt, now: number): boolean {
  return status === 'open' && (holdUntil ?? Infinity) > now;
}
