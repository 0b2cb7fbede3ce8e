import { advanceOrder } from '../../src/ledger/advance.ts';
import { cancelOrders } from '../../src/ledger/cancel.ts';
import { sweepOrders } from '../../src/ledger/expire.ts';
import { extendOrder } from '../../src/ledger/extend.ts';
import { failPayment } from '../../src/ledger/fail-payment.ts';
import { placeOrders } from '../../src/ledger/place.ts';
import { recordRefund } from '../../src/ledger/refund.ts';
import { listRefunds } from '../../src/ledger/refunds.ts';
import { remindOrders } from '../../src/ledger/remind.ts';
import { startPayment } from '../../src/ledger/start-payment.ts';
import { updateOrder } from '../../src/ledger/update.ts';
import { newAttemptId } from '../../src/order/attempt-id.ts';
import type { PaymentAttempt } from '../../src/order/attempt.ts';
import { newOrderId } from '../../src/order/order-id.ts';
import { isPaymentInProgress, reminderLead, type Order } from '../../src/order/order.ts';
import {
  actorOf,
  drafts,
  maxRefused,
  reminderLeadSeconds,
  type Answer,
  type AttemptSummary,
  type Cancel,
  type Extend,
  type FailPayment,
  type OrderSummary,
  type Pay,
  type RefundCall,
  type SetOfCommands,
  type StartPayment,
} from './ledger-commands.ts';
import { draft } from './ledger-context.ts';
import { readLedgerRows } from './ledger-rows.ts';
import type { StoppedClock } from './stopped-clock.ts';
import { expireOrders, payOrders } from './decide.ts';

/** More orders than all runs have placed together. */
const noLimit = 100_000;

/** The real ledger, with new orders: each set is one statement. Time passes only by `wait`, and never backwards. */
export function createRunner(clock: StoppedClock) {
  const { postgres } = clock;
  const startedAt = clock.now().getTime();
  /** Those of orders that were placed; ids of none, of the others. */
  const ids = drafts.map(newOrderId);
  const placed = new Set<number>();
  const idOf = (number: number) => ids[number]!;
  /** The attempts of each order. */
  const attemptIds = drafts.map((): string[] => []);
  const attemptIdOf = (order: number, attempt: number) => attemptIds[order]![attempt] ?? newAttemptId();

  async function place(numbers: readonly number[]): Promise<void> {
    const fresh = [...new Set(numbers)].filter((number) => !placed.has(number));
    const orders = fresh.map((number) => {
      const { customerId, windowSeconds, actor } = drafts[number]!;
      const leadSeconds = reminderLead(windowSeconds, reminderLeadSeconds);
      return draft({ id: idOf(number), actor, customerId, windowSeconds, reminderLeadSeconds: leadSeconds });
    });
    const verdicts = await placeOrders(postgres, orders);
    for (const [index, number] of fresh.entries()) {
      const verdict = verdicts[index];
      if (!verdict || verdict instanceof Error || !('order' in verdict)) throw new Error('not placed');
      ids[number] = verdict.order.id;
      placed.add(number);
    }
  }

  async function extend({ order, by, seconds }: Extend): Promise<Answer> {
    const verdict = await extendOrder(postgres, { id: idOf(order), actor: by, seconds }, reminderLeadSeconds);
    return answerTo(order, verdict);
  }

  async function start({ order, by, ...command }: StartPayment): Promise<Answer> {
    const actor = actorOf({ by, ...command });
    const call = { ...command, id: idOf(order), actor, attemptId: newAttemptId() };
    const verdict = await startPayment(postgres, call);
    if (verdict.outcome === 'started') attemptIds[order]!.push(verdict.attempt.id);
    return answerTo(order, verdict);
  }

  async function fail({ order, by, attempt, ...command }: FailPayment): Promise<Answer> {
    const actor = actorOf({ by, ...command });
    const call = { ...command, id: idOf(order), actor, attemptId: attemptIdOf(order, attempt) };
    return answerTo(order, await failPayment(postgres, call));
  }

  async function refund({ order, by, paymentReference, refundReference }: RefundCall): Promise<Answer> {
    const query = { status: null, orderId: idOf(order), customerId: null, limit: 100, after: null };
    const { refunds } = await listRefunds(postgres, query);
    const due = refunds.find((each) => each.paymentReference === paymentReference);
    if (!due) return { order, outcome: 'not_found' };
    const verdict = await recordRefund(postgres, { id: due.id, actor: by, refundReference });
    if (!('refund' in verdict)) return { order, outcome: verdict.outcome };
    const { status, reason, amount, refundReference: recorded } = verdict.refund;
    return { order, outcome: verdict.outcome, refund: { status, reason, amount, refundReference: recorded } };
  }

  async function expire(numbers: readonly number[]): Promise<Answer[]> {
    const verdicts = await expireOrders(
      postgres,
      numbers.map((number) => ({ id: idOf(number) })),
    );
    return numbers.map((order, index) => ({ order, ...verdicts[index]! }));
  }

  async function sweep(): Promise<Answer[]> {
    const swept = new Map(
      (await sweepOrders(postgres, noLimit)).map(({ id, latenessMs }) => [id, latenessMs]),
    );
    const numbers = [...ids.keys()].filter((number) => swept.has(idOf(number)));
    return numbers.map((order) => ({ order, outcome: 'expired', latenessMs: swept.get(idOf(order))! }));
  }

  async function remind(): Promise<Answer[]> {
    const reminded = new Set(await remindOrders(postgres, noLimit));
    const numbers = [...ids.keys()].filter((number) => reminded.has(idOf(number)));
    return numbers.map((order) => ({ order, outcome: 'reminded' }));
  }

  const pay = (calls: readonly Pay[]) =>
    payOrders(
      postgres,
      calls.map(({ order, attempt, ...call }) => ({
        ...call,
        id: idOf(order),
        actor: actorOf(call),
        maxRefused,
        attemptId: attempt === null ? null : attemptIdOf(order, attempt),
      })),
    );

  const cancel = (calls: readonly Cancel[]) =>
    cancelOrders(
      postgres,
      calls.map(({ order, reason, note, owner, by }) => ({
        id: idOf(order),
        actor: actorOf({ by, owner }),
        by: reason,
        note,
        owner,
      })),
    );

  const answersTo = (calls: readonly { order: number }[], verdicts: readonly Verdict[]) =>
    verdicts.map((verdict, index) => answerTo(calls[index]!.order, verdict));

  const answerTo = (order: number, verdict: Verdict): Answer => ({
    order,
    outcome: verdict.outcome,
    state: 'order' in verdict ? summaryOf(verdict.order, startedAt) : null,
    ...('attempt' in verdict && verdict.attempt && { attempt: attemptOf(order, verdict.attempt) }),
  });

  const attemptOf = (order: number, { id, status, holdUntil }: PaymentAttempt): AttemptSummary => ({
    number: attemptIds[order]!.indexOf(id),
    status,
    holdUntil: holdUntil && holdUntil.getTime() - startedAt,
  });

  /** One statement after the other. */
  async function oneByOne<Call>(
    calls: readonly Call[],
    run: (call: Call) => Promise<Answer>,
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const call of calls) answers.push(await run(call));
    return answers;
  }

  /** Events name attempts by their ids; the model by their numbers. */
  async function rows(): Promise<unknown[]> {
    const text = JSON.stringify(await readLedgerRows(postgres, ids, startedAt));
    const numbers = new Map(
      attemptIds.flatMap((each) => each.map((id, number) => [id, number] as [string, number])),
    );
    return JSON.parse(text, (name, value: unknown) =>
      name === 'attemptId' ? numbers.get(String(value)) : value,
    ) as unknown[];
  }

  return {
    async run(set: SetOfCommands): Promise<Answer[]> {
      switch (set.kind) {
        case 'place':
          await place(set.calls);
          return [];
        case 'pay':
          return answersTo(set.calls, await pay(set.calls));
        case 'cancel':
          return answersTo(set.calls, await cancel(set.calls));
        case 'extend':
          return await oneByOne(set.calls, extend);
        case 'advance':
          return await oneByOne(set.calls, async ({ order, by: actor, seconds }) =>
            answerTo(order, await advanceOrder(postgres, { id: idOf(order), actor, seconds })),
          );
        case 'update':
          return await oneByOne(set.calls, async ({ order, by: actor, changes }) =>
            answerTo(order, await updateOrder(postgres, { id: idOf(order), actor, changes })),
          );
        case 'startPayment':
          return await oneByOne(set.calls, start);
        case 'failPayment':
          return await oneByOne(set.calls, fail);
        case 'refund':
          return await oneByOne(set.calls, refund);
        case 'expire':
          return await expire(set.calls);
        case 'sweep':
          return await sweep();
        case 'remind':
          return await remind();
      }
      await clock.set(new Date(clock.now().getTime() + set.ms));
      return [];
    },

    rows,
  };
}

type Verdict =
  | { outcome: string; order: Order; attempt?: PaymentAttempt }
  | { outcome: 'not_found' | 'held' };

function summaryOf(order: Order, startedAt: number): OrderSummary {
  const { status, cancelReason, version, remainingMs, createdAt, payBy, expiresAt, paidAt, cancelledAt } =
    order;
  return {
    refundDueAmount: order.refundDueAmount,
    status,
    cancelReason,
    version,
    remainingMs,
    createdAt: createdAt.getTime() - startedAt,
    payBy: payBy.getTime() - startedAt,
    isPaying: isPaymentInProgress(order, order.asOf),
    expiresAt: expiresAt.getTime() - startedAt,
    paidAt: paidAt && paidAt.getTime() - startedAt,
    cancelledAt: cancelledAt && cancelledAt.getTime() - startedAt,
  };
}
