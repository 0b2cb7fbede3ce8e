import { cancelOrders } from '../../src/ledger/cancel.ts';
import { expireOrders, sweepOrders } from '../../src/ledger/expire.ts';
import { extendOrder } from '../../src/ledger/extend.ts';
import { payOrders } from '../../src/ledger/pay.ts';
import { placeOrders } from '../../src/ledger/place.ts';
import { remindOrders } from '../../src/ledger/remind.ts';
import { newOrderId } from '../../src/order/order-id.ts';
import { reminderLead, type Order } from '../../src/order/order.ts';
import {
  drafts,
  maxRefused,
  reminderLeadSeconds,
  type Answer,
  type Extend,
  type OrderSummary,
  type Pay,
  type SetOfCommands,
} from './ledger-commands.ts';
import { draft } from './ledger-context.ts';
import { readLedgerRows } from './ledger-rows.ts';
import type { StoppedClock } from './stopped-clock.ts';

/** More orders than all runs have placed together. */
const noLimit = 100_000;

/** The real ledger, with new orders: each set is one statement. Time passes only by `wait`, and never backwards. */
export function createRunner(clock: StoppedClock) {
  const { postgres } = clock;
  const startedAt = clock.now().getTime();
  const ids = drafts.map(newOrderId);
  const placed = new Set<number>();
  const idOf = (number: number) => ids[number]!;

  async function place(numbers: readonly number[]): Promise<void> {
    const fresh = [...new Set(numbers)].filter((number) => !placed.has(number));
    const orders = fresh.map((number) => {
      const { customerId, windowSeconds } = drafts[number]!;
      const leadSeconds = reminderLead(windowSeconds, reminderLeadSeconds);
      return draft({ id: idOf(number), customerId, windowSeconds, reminderLeadSeconds: leadSeconds });
    });
    await placeOrders(postgres, orders);
    for (const number of fresh) placed.add(number);
  }

  async function extend({ order, seconds }: Extend): Promise<Answer> {
    const verdict = await extendOrder(postgres, { id: idOf(order), seconds }, reminderLeadSeconds);
    return answerTo(order, verdict);
  }

  async function expire(numbers: readonly number[]): Promise<Answer[]> {
    const verdicts = await expireOrders(postgres, numbers.map(idOf));
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

  const toCommand = <Call extends { order: number }>({ order, ...command }: Call) => ({
    id: idOf(order),
    ...command,
  });

  const pay = (calls: readonly Pay[]) =>
    payOrders(
      postgres,
      calls.map((call) => ({ ...toCommand(call), maxRefused })),
    );

  const answersTo = (calls: readonly { order: number }[], verdicts: readonly Verdict[]) =>
    verdicts.map((verdict, index) => answerTo(calls[index]!.order, verdict));

  const answerTo = (order: number, verdict: Verdict): Answer => ({
    order,
    outcome: verdict.outcome,
    state: 'order' in verdict ? summaryOf(verdict.order, startedAt) : null,
  });

  return {
    async run(set: SetOfCommands): Promise<Answer[]> {
      switch (set.kind) {
        case 'place':
          await place(set.calls);
          return [];
        case 'pay':
          return answersTo(set.calls, await pay(set.calls));
        case 'cancel':
          return answersTo(set.calls, await cancelOrders(postgres, set.calls.map(toCommand)));
        case 'extend': {
          const answers: Answer[] = [];
          for (const call of set.calls) answers.push(await extend(call));
          return answers;
        }
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

    rows: () => readLedgerRows(postgres, ids, startedAt),
  };
}

type Verdict = { outcome: string; order: Order } | { outcome: 'not_found' | 'held' };

function summaryOf(order: Order, startedAt: number): OrderSummary {
  const { status, cancelReason, version, remainingMs, createdAt, expiresAt, paidAt, cancelledAt } = order;
  return {
    status,
    cancelReason,
    version,
    remainingMs,
    createdAt: createdAt.getTime() - startedAt,
    expiresAt: expiresAt.getTime() - startedAt,
    paidAt: paidAt && paidAt.getTime() - startedAt,
    cancelledAt: cancelledAt && cancelledAt.getTime() - startedAt,
  };
}
