import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenPromises } from '../../../test/support/promises.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { sweepOrders } from '../src/ledger/expire.ts';
import { extendOrder } from '../src/ledger/extend.ts';
import { readTimeline } from '../src/ledger/read.ts';
import { remindOrders } from '../src/ledger/remind.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import type { Order } from '../src/order/order.ts';
import { actor, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { expireOrders, payOrders } from './support/decide.ts';

/*
 * The database's clock was set back, as a failover to a standby with another clock does: an order's latest event is
 * from later than now. Every command goes on from the time of that event.
 */

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterEach(async () => {
  const broken = await brokenPromises({ databaseUrl: ledger.context.databaseUrl });
  await ledger.context.postgres.query('truncate orders, order_events, payments');
  // No worker runs.
  const ofWorkers = ['nothing_overdue', 'events_in_the_feed'];
  const breaks = broken.filter(({ promise }) => !ofWorkers.includes(promise));
  if (breaks.length > 0) throw new Error(`broken promises: ${JSON.stringify(breaks)}`);
});
afterAll(() => ledger.close());

/** Places an order when the clock was an hour ahead. */
async function placeAhead(): Promise<Order> {
  const { id } = await ledger.place({ reminderLeadSeconds: 300 });
  await ledger.context.postgres.query(
    `with event as (update order_events set occurred_at = occurred_at + interval '1 hour' where order_id = $1)
     update orders set created_at = created_at + interval '1 hour', expires_at = expires_at + interval '1 hour'
     where id = $1`,
    [orderIdToUuid(id)],
  );
  return ledger.read(id);
}

const pay = async (id: string, paymentReference: string) => {
  const [verdict] = await payOrders(ledger.postgres, [{ actor, id, paymentReference, amount: null }]);
  return verdict;
};

/** Refuses a late payment when the clock was an hour ahead; the order's deadline is `leftMs` from now. */
async function refuseAhead(leftMs: number): Promise<Order> {
  const { id } = await ledger.place();
  await ledger.makeOverdue([id]);
  expect(await pay(id, 'pay_1')).toMatchObject({ outcome: 'order_expired' });
  await ledger.context.postgres.query(
    `with event as (
       update order_events set occurred_at = occurred_at + interval '1 hour' where order_id = $1 and sequence = 2
     ), payment as (
       update payments set recorded_at = recorded_at + interval '1 hour' where order_id = $1
     ), placed as (
       update order_events set occurred_at = now() - interval '1 hour' where order_id = $1 and sequence = 1
     )
     update orders set expires_at = now() + make_interval(secs => $2::float8 / 1000) where id = $1`,
    [orderIdToUuid(id), leftMs],
  );
  return ledger.read(id);
}

const latestOf = async (id: string) => (await readTimeline(ledger.postgres, id)).at(-1)?.occurredAt;

test('a payment after the clock was set back is from the time of the order’s latest event', async () => {
  const { id, createdAt } = await placeAhead();
  expect(await pay(id, 'pay_1')).toMatchObject({
    outcome: 'paid',
    order: { paidAt: createdAt, asOf: createdAt },
  });
  expect(await latestOf(id)).toEqual(createdAt);
});

test('a cancellation after the clock was set back is from the time of the order’s latest event', async () => {
  const { id, createdAt } = await placeAhead();
  const [verdict] = await cancelOrders(ledger.postgres, [{ actor, id, by: 'customer', note: null }]);
  expect(verdict).toMatchObject({ outcome: 'cancelled', order: { cancelledAt: createdAt } });
});

test('an extension after the clock was set back is from the time of the order’s latest event', async () => {
  const { id, createdAt } = await placeAhead();
  const verdict = await extendOrder(ledger.postgres, { actor, id, seconds: 60 }, 300);
  expect(verdict).toMatchObject({ outcome: 'extended', order: { asOf: createdAt, remainingMs: 1_860_000 } });
  expect(await latestOf(id)).toEqual(createdAt);
});

test('a reminder after the clock was set back is from the time of the order’s latest event', async () => {
  const { id, createdAt } = await placeAhead();
  await ledger.context.postgres.query('update orders set remind_at = now() where id = $1', [
    orderIdToUuid(id),
  ]);
  expect(await remindOrders(ledger.postgres, 10)).toEqual([id]);
  expect(await latestOf(id)).toEqual(createdAt);
});

test.each<[string, (id: string) => Promise<unknown>]>([
  ['an alarm', (id) => expireOrders(ledger.postgres, [{ id }])],
  ['a sweep', () => sweepOrders(ledger.postgres, 10)],
])('an expiry by %s after the clock was set back is from the time of the latest event', async (_, run) => {
  const { id } = await refuseAhead(-1_000);
  const refusedAt = await latestOf(id);
  await run(id);
  expect(await ledger.read(id)).toMatchObject({ status: 'cancelled', cancelledAt: refusedAt });
});

test('an order whose payment was refused as late stays unpaid when the clock is set back before its deadline', async () => {
  const { id } = await refuseAhead(600_000);
  expect(await pay(id, 'pay_1')).toMatchObject({ outcome: 'order_expired' });
  expect(await pay(id, 'pay_2')).toMatchObject({ outcome: 'order_expired' });
  expect(await extendOrder(ledger.postgres, { actor, id, seconds: 60 }, 300)).toMatchObject({
    outcome: 'order_expired',
  });
  expect(await expireOrders(ledger.postgres, [{ id }])).toMatchObject([{ outcome: 'expired' }]);
});
