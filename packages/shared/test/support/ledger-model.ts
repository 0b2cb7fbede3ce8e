import {
  cancelReasonOf,
  decideCancel,
  decideExpire,
  decidePay,
  moneyOutcome,
  type CancelReason,
  type OrderState,
} from '../../src/order/order.ts';
import { customers, type Answer, type Cancel, type Pay, type SetOfCommands } from './ledger-commands.ts';
import { amount } from './ledger-context.ts';

/** What the ledger should hold of an order. Time is a fact: the deadline has come, or it has not. */
interface ModelOrder {
  status: OrderState['status'];
  overdue: boolean;
  paymentReference: string | null;
  cancelReason: CancelReason | null;
  events: { sequence: number; type: string; data: object }[];
  payments: { reference: string | null; amount: number; outcome: string }[];
}

/** The ledger in memory: one call after the other, each decided by the table of rules. */
export function createModel() {
  const orders: ModelOrder[] = [];

  function happened(order: ModelOrder, type: string, data: object): void {
    order.events.push({ sequence: order.events.length + 1, type, data });
  }

  function cancelled(order: ModelOrder, cancelReason: CancelReason, note: string | null): void {
    Object.assign(order, { status: 'cancelled', cancelReason });
    happened(order, 'order.cancelled', { reason: cancelReason, note });
  }

  function place(number: number): void {
    if (orders[number]) return;
    orders[number] = {
      status: 'pending',
      overdue: false,
      paymentReference: null,
      cancelReason: null,
      events: [],
      payments: [],
    };
    happened(orders[number], 'order.placed', {});
  }

  function pay(order: ModelOrder, payment: Pay) {
    const { paymentReference } = payment;
    const outcome = decidePay(stateOf(order), payment);
    if (outcome === 'paid') {
      Object.assign(order, { status: 'paid', paymentReference });
      happened(order, 'order.paid', { amount, currency: 'CNY', paymentReference });
    }
    received(order, payment, moneyOutcome(outcome));
    return outcome;
  }

  /** Money without a reference is only known when it is accepted; a reference is recorded once. */
  function received(order: ModelOrder, payment: Pay, outcome: ReturnType<typeof moneyOutcome>): void {
    const { paymentReference: reference } = payment;
    const isKnown = order.payments.some((known) => known.reference === reference);
    if (outcome === null || isKnown || (reference === null && outcome !== 'accepted')) return;
    const sum = payment.amount ?? amount;
    order.payments.push({ reference, amount: sum, outcome });
    if (outcome === 'accepted') return;
    const refund = { amount: sum, currency: 'CNY', reason: outcome, paymentReference: reference };
    happened(order, 'payment.refund_required', refund);
  }

  function cancel(order: ModelOrder, call: Cancel) {
    const outcome = decideCancel(stateOf(order));
    if (outcome === 'cancelled') cancelled(order, cancelReasonOf(order.overdue, call.by), call.note);
    return outcome;
  }

  function expire(order: ModelOrder) {
    const outcome = decideExpire(stateOf(order));
    if (outcome === 'expired') cancelled(order, 'expired', null);
    return outcome;
  }

  /** Decides call after call; what the orders are like afterwards is told with every answer. */
  function decideAll<Call extends { order: number; owner: string | null }>(
    calls: readonly Call[],
    decide: (order: ModelOrder, call: Call) => string,
  ): Answer[] {
    const answers = calls.map((call) => {
      const isTold = call.owner === null || call.owner === customers[call.order];
      const order = isTold ? orders[call.order] : undefined;
      return { order, outcome: order ? decide(order, call) : 'not_found' };
    });
    return answers.map(({ order, outcome }, index) => ({
      order: calls[index]!.order,
      outcome,
      state: order ? summaryOf(order) : null,
    }));
  }

  return {
    run(set: SetOfCommands): Answer[] {
      if (set.kind === 'pay') return decideAll(set.calls, pay);
      if (set.kind === 'cancel') return decideAll(set.calls, cancel);
      if (set.kind === 'expire') {
        const calls = set.calls.map((order) => ({ order, owner: null }));
        return decideAll(calls, expire).map(({ order, outcome }) => ({ order, outcome }));
      }
      if (set.kind === 'sweep') {
        const swept = orders.flatMap((order, number) => (expire(order) === 'expired' ? [number] : []));
        return swept.map((order) => ({ order, outcome: 'expired' }));
      }
      if (set.kind === 'place') for (const number of set.calls) place(number);
      else for (const number of set.calls) if (orders[number]) orders[number].overdue = true;
      return [];
    },

    /** What the tables should hold, for the orders that were placed. */
    rows: () =>
      orders.flatMap(({ status, paymentReference, cancelReason, events, payments }) => [
        { status, paymentReference, cancelReason, events, payments, version: events.length },
      ]),
  };
}

function stateOf({ status, overdue, paymentReference, cancelReason }: ModelOrder): OrderState {
  if (status === 'pending') return { status, overdue, amount };
  return status === 'paid' ? { status, paymentReference } : { status, cancelReason: cancelReason! };
}

function summaryOf({ status, cancelReason, overdue, events }: ModelOrder): object {
  return {
    status,
    cancelReason,
    version: events.length,
    isRunning: status === 'pending' && !overdue,
    hasPaidAt: status === 'paid',
    hasCancelledAt: status === 'cancelled',
  };
}
