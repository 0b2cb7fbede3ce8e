import {
  cancelReasonOf,
  decideCancel,
  decideExpire,
  decideExtend,
  decidePay,
  maxWindowSeconds,
  mayRecordRefusal,
  moneyOutcome,
  type CancelReason,
} from '../../src/order/order.ts';
import type { Actor, SystemTask } from '../../src/order/actor.ts';
import { decideRefund } from '../../src/order/refund.ts';
import {
  actorOf,
  drafts,
  maxRefused,
  reminderLeadSeconds,
  type Answer,
  type Cancel,
  type Extend,
  type FailPayment,
  type Pay,
  type RefundCall,
  type StartPayment,
  type SetOfCommands,
} from './ledger-commands.ts';
import { fail, start } from './ledger-model-attempts.ts';
import { advance, update } from './ledger-model-changes.ts';
import {
  placeOrder,
  recordEvent,
  recordMoney,
  refundDataOf,
  refundDueAmountOf,
  refundOf,
  refundsOf,
  refusedPaymentsOf,
  remainingMsOf,
  stateOf,
  summaryOf,
  type ModelOrder,
} from './ledger-model-order.ts';

/** The ledger in memory: one call after the other, each decided by the table of rules. */
export function createModel() {
  const orders: ModelOrder[] = [];
  let now = 0;

  function cancelAs(order: ModelOrder, cancelReason: CancelReason, note: string | null, actor: Actor): void {
    Object.assign(order, { status: 'cancelled', cancelReason, cancelledAt: now, remindAt: null });
    recordEvent(order, 'order.cancelled', { reason: cancelReason, note }, now, actor);
  }

  function pay(order: ModelOrder, payment: Pay) {
    const { paymentReference, attempt } = payment;
    if (attempt !== null && !order.attempts[attempt]) return 'unknown_payment_attempt';
    const mayRecord = mayRecordRefusal(refusedPaymentsOf(order, payment), maxRefused);
    const outcome = decidePay(stateOf(order, now), payment, mayRecord);
    if (outcome === 'paid') {
      Object.assign(order, { status: 'paid', paymentReference, paidAt: now, remindAt: null });
      recordEvent(
        order,
        'order.paid',
        { amount: order.amount, currency: 'CNY', paymentReference },
        now,
        actorOf(payment),
      );
      if (attempt !== null) Object.assign(order.attempts[attempt]!, { status: 'succeeded', endedAt: now });
    }
    recordMoney(order, payment, moneyOutcome(outcome), now);
    return outcome;
  }

  function cancel(order: ModelOrder, call: Cancel) {
    const state = stateOf(order, now);
    const outcome = decideCancel(state);
    if (outcome === 'cancelled') {
      cancelAs(order, cancelReasonOf(now >= order.expiresAt, call.reason), call.note, actorOf(call));
    }
    return outcome;
  }

  function extend(order: ModelOrder, { seconds, by }: Extend) {
    const windowSeconds = (order.payBy - order.createdAt) / 1_000 + seconds;
    const outcome = decideExtend(stateOf(order, now), windowSeconds <= maxWindowSeconds);
    if (outcome === 'extended') {
      order.payBy += seconds * 1_000;
      order.expiresAt = Math.max(order.expiresAt, order.payBy);
      const isReminded = order.events.some(({ type }) => type === 'order.expiring');
      const hasReminder = !isReminded && windowSeconds >= 2 * reminderLeadSeconds;
      order.remindAt = hasReminder ? order.payBy - reminderLeadSeconds * 1_000 : null;
      recordEvent(
        order,
        'order.extended',
        { seconds, expiresAt: order.expiresAt, payBy: order.payBy },
        now,
        by,
      );
    }
    return outcome;
  }

  function refund({ order: number, by, paymentReference, refundReference }: RefundCall): Answer {
    const order = orders[number];
    const due = order && refundsOf(order).find(({ reference }) => reference === paymentReference);
    if (!due) return { order: number, outcome: 'not_found' };
    const outcome = decideRefund(refundOf(due), refundReference);
    if (outcome === 'refunded' || outcome === 'reference_added') due.refundReference = refundReference;
    if (outcome === 'refunded') {
      due.refundedAt = now;
      recordEvent(order, 'payment.refunded', { ...refundDataOf(due), refundReference }, now, by);
    }
    return { order: number, outcome, refund: refundOf(due) };
  }

  function expire(order: ModelOrder, task: SystemTask) {
    const outcome = decideExpire(stateOf(order, now));
    if (outcome === 'expired') cancelAs(order, 'expired', null, { kind: 'system', subject: task });
    return outcome;
  }

  function remind(order: ModelOrder): boolean {
    const { status, remindAt, expiresAt } = order;
    if (status !== 'pending' || remindAt === null || remindAt > now || expiresAt <= now) return false;
    order.remindAt = null;
    recordEvent(order, 'order.expiring', { expiresAt }, now, { kind: 'system', subject: 'reminder' });
    return true;
  }

  /** Decides call after call. Each answer shows its order after the whole set. */
  function decideSet<Call extends { order: number; owner?: string | null }>(
    calls: readonly Call[],
    decide: (order: ModelOrder, call: Call) => string,
  ): Answer[] {
    const outcomes = calls.map((call) => {
      const isOwn = !call.owner || call.owner === drafts[call.order]!.customerId;
      const order = isOwn ? orders[call.order] : undefined;
      return { order, outcome: order ? decide(order, call) : 'not_found' };
    });
    return outcomes.map(({ order, outcome }, index) => ({
      order: calls[index]!.order,
      outcome,
      state: order ? summaryOf(order, now) : null,
    }));
  }

  /** Decides one call whose answer tells of an attempt, too. */
  function decideAttempt(
    call: StartPayment | FailPayment,
    decide: (order: ModelOrder) => Pick<Answer, 'outcome' | 'attempt'>,
  ): Answer[] {
    let attempt: Answer['attempt'];
    const answers = decideSet([call], (order) => {
      const done = decide(order);
      ({ attempt } = done);
      return done.outcome;
    });
    return answers.map((answer) => ({ ...answer, ...(attempt && { attempt }) }));
  }

  function expireSet(numbers: readonly number[]): Answer[] {
    const answers = decideSet(
      numbers.map((order) => ({ order })),
      (order) => expire(order, 'expiry'),
    );
    return answers.map(({ order: number, outcome }) => {
      const order = orders[number];
      const remainingMs = order ? remainingMsOf(order, now) : 0;
      const latenessMs = order && outcome === 'expired' ? now - order.expiresAt : null;
      return { order: number, outcome, remainingMs, latenessMs };
    });
  }

  function sweep(): Answer[] {
    const swept = orders.flatMap((order, number) => (expire(order, 'sweep') === 'expired' ? [number] : []));
    return swept.map((number) => ({
      order: number,
      outcome: 'expired',
      latenessMs: now - orders[number]!.expiresAt,
    }));
  }

  return {
    run(set: SetOfCommands): Answer[] {
      switch (set.kind) {
        case 'place':
          for (const number of set.calls) orders[number] ??= placeOrder(number, now);
          return [];
        case 'pay':
          return decideSet(set.calls, pay);
        case 'cancel':
          return decideSet(set.calls, cancel);
        case 'extend':
          return set.calls.flatMap((call) => decideSet([call], extend));
        case 'startPayment':
          return set.calls.flatMap((call) => decideAttempt(call, (order) => start(order, call, now)));
        case 'failPayment':
          return set.calls.flatMap((call) => decideAttempt(call, (order) => fail(order, call, now)));
        case 'advance':
          return set.calls.flatMap((call) => decideSet([call], (order) => advance(order, call, now)));
        case 'update':
          return set.calls.flatMap((call) => decideSet([call], (order) => update(order, call, now)));
        case 'refund':
          return set.calls.map(refund);
        case 'expire':
          return expireSet(set.calls);
        case 'sweep':
          return sweep();
        case 'remind':
          return orders.flatMap((order, number) =>
            remind(order) ? [{ order: number, outcome: 'reminded' }] : [],
          );
      }
      now += set.ms;
      return [];
    },

    /** What the tables should hold, for the orders that were placed. */
    rows: () =>
      orders.flatMap((order) => [
        {
          ...order,
          version: order.events.length,
          refundDueAmount: refundDueAmountOf(order),
          payments: order.payments.toSorted((a, b) => ((a.reference ?? '') < (b.reference ?? '') ? -1 : 1)),
        },
      ]),
  };
}
