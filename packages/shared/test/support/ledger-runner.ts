import { cancelOrders } from '../../src/ledger/cancel.ts';
import { expireOrders, sweepOrders } from '../../src/ledger/expire.ts';
import { payOrders } from '../../src/ledger/pay.ts';
import { placeOrders } from '../../src/ledger/place.ts';
import { newOrderId, orderIdToUuid } from '../../src/order/order-id.ts';
import type { Order } from '../../src/order/order.ts';
import { customers, type Answer, type SetOfCommands } from './ledger-commands.ts';
import { draft, type LedgerContext } from './ledger-context.ts';

/** The real ledger: each set is one statement. Has orders of its own, however often it is made. */
export function createRunner({ postgres, context, makeOverdue }: LedgerContext) {
  const ids = customers.map(newOrderId);
  const placed = new Set<number>();
  const idOf = (number: number) => ids[number]!;

  async function place(numbers: readonly number[]): Promise<void> {
    const fresh = [...new Set(numbers)].filter((number) => !placed.has(number));
    await placeOrders(
      postgres,
      fresh.map((number) => draft({ id: idOf(number), customerId: customers[number]! })),
    );
    for (const number of fresh) placed.add(number);
  }

  return {
    async run(set: SetOfCommands): Promise<Answer[]> {
      if (set.kind === 'pay') {
        const commands = set.calls.map(({ order, ...payment }) => ({ id: idOf(order), ...payment }));
        return answersTo(set.calls, await payOrders(postgres, commands));
      }
      if (set.kind === 'cancel') {
        const commands = set.calls.map(({ order, ...command }) => ({ id: idOf(order), ...command }));
        return answersTo(set.calls, await cancelOrders(postgres, commands));
      }
      if (set.kind === 'expire') {
        const verdicts = await expireOrders(postgres, set.calls.map(idOf));
        return set.calls.map((order, index) => ({ order, outcome: verdicts[index]!.outcome }));
      }
      if (set.kind === 'sweep') {
        const swept = new Set((await sweepOrders(postgres, 10_000)).map(({ id }) => id));
        const numbers = [...ids.keys()].filter((number) => swept.has(idOf(number)));
        return numbers.map((order) => ({ order, outcome: 'expired' }));
      }
      await (set.kind === 'place' ? place(set.calls) : makeOverdue(set.calls.map(idOf)));
      return [];
    },

    /** The orders as Postgres holds them, each with its events, oldest first. */
    async rows(): Promise<unknown[]> {
      const { rows } = await context.postgres.query(
        `select status, version, payment_reference as "paymentReference", cancel_reason as "cancelReason",
           (select json_agg(json_build_object('sequence', sequence, 'type', type, 'data',
              case type when 'order.placed' then '{}' else data end) order by sequence)
            from order_events where order_id = orders.id) as events,
           (select coalesce(json_agg(json_build_object('reference', reference, 'amount', amount,
              'outcome', outcome) order by ctid), '[]')
            from payments where order_id = orders.id) as payments
         from unnest($1::uuid[]) with ordinality as asked(id, ord) join orders using (id) order by ord`,
        [ids.map(orderIdToUuid)],
      );
      return rows;
    },
  };
}

type Verdict = { outcome: string; order: Order } | { outcome: 'not_found' };

function answersTo(calls: readonly { order: number }[], verdicts: readonly Verdict[]): Answer[] {
  return verdicts.map((verdict, index) => ({
    order: calls[index]!.order,
    outcome: verdict.outcome,
    state: 'order' in verdict ? summaryOf(verdict.order) : null,
  }));
}

function summaryOf({ status, cancelReason, version, remainingMs, paidAt, cancelledAt }: Order): object {
  return {
    status,
    cancelReason,
    version,
    isRunning: remainingMs > 0,
    hasPaidAt: paidAt !== null,
    hasCancelledAt: cancelledAt !== null,
  };
}
