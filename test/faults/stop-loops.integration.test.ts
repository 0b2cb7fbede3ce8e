import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Countdown } from '@order-countdown/shared/redis/countdown';
import { purgeHistory } from '@order-countdown/shared/webhooks/give-up';
import { createWebhookQueue } from '@order-countdown/shared/webhooks/queue';
import { createWebhookRelay } from '@order-countdown/shared/webhooks/relay';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { remind } from '../../apps/worker/src/remind.ts';
import { createSweep } from '../../apps/worker/src/sweep.ts';
import { createWindows } from '@order-countdown/shared/webhooks/windows';
import { createCircuits } from '../../apps/worker/src/webhooks/circuits.ts';
import { createRelayTask } from '../../apps/worker/src/webhooks/relay-task.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { insertOrders } from '../support/ledger.ts';
import { until } from '../support/until.ts';

/** Each of the worker's loops on real stores, told to stop while its first batch is in hand. */

let context: TestContext;
let core: TestCore;
let stopping: AbortController;

beforeEach(async () => {
  context = await createTestContext();
  core = openCore(context);
  stopping = new AbortController();
  await until(() => core.redis.status === 'ready');
});

afterEach(async () => {
  await core.close();
  await context.close();
});

const never = new AbortController().signal;

/** Tells the loop to stop while this batch is in hand. */
function inHand<Batch>(batch: Batch): Batch {
  stopping.abort();
  return batch;
}

/** Tells the loop to stop at the first statement that contains this text. */
function stopsAt(text: string): Postgres {
  const query: Postgres['query'] = (statement, values) => {
    if (statement.includes(text)) stopping.abort();
    return core.postgres.query(statement, values);
  };
  return { ...core.postgres, query };
}

const count = async (from: string): Promise<number> =>
  (await context.postgres.query(`select count(*)::int as count from ${from}`)).rows[0].count;

test('the sweep stops after the batch in hand, and the next one cancels the rest', async () => {
  await insertOrders(context, { count: 4_500, status: 'pending', windowSeconds: -1 });
  const { orders } = core;
  await createSweep({ ...core, orders: { sweep: (limit) => inHand(orders.sweep(limit)) } }).run(
    stopping.signal,
  );
  expect(await count(`orders where status = 'cancelled'`)).toBe(2_000);
  await createSweep(core).run(never);
  expect(await count(`orders where status = 'cancelled'`)).toBe(4_500);
});

test('reminding stops after the batch in hand, and the next run sends the rest', async () => {
  await insertOrders(context, { count: 2_500, status: 'pending', windowSeconds: 60, reminderSeconds: -1 });
  const { orders } = core;
  await remind({ ...core, orders: { remind: (limit) => inHand(orders.remind(limit)) } }, stopping.signal);
  expect(await count(`order_events where type = 'order.expiring'`)).toBe(1_000);
  await remind(core, never);
  expect(await count(`order_events where type = 'order.expiring'`)).toBe(2_500);
});

test('setting missing alarms stops after the page in hand, and another reconciliation sets the rest', async () => {
  await insertOrders(context, { count: 2_500, status: 'pending', windowSeconds: 600 });
  const countdown: Countdown = { ...core.countdown, set: (page) => inHand(core.countdown.set(page)) };
  await reconcile({ ...core, countdown }, stopping.signal);
  expect(await core.alarm.count()).toBe(1_000);
  await reconcile(core, never);
  expect(await core.alarm.count()).toBe(2_500);
});

test('removing alarms stops after the page in hand, and another reconciliation removes the rest', async () => {
  const ids = await insertOrders(context, { count: 3_500, status: 'paid', windowSeconds: 600 });
  await core.alarm.arm(ids.map((id) => ({ id, remainingMs: 600_000 })));
  const ledger = {
    ...core.ledger,
    settledAmong: (ids: readonly string[]) => inHand(core.ledger.settledAmong(ids)),
  };
  await reconcile({ ...core, ledger }, stopping.signal);
  // Redis returns about a thousand to a page.
  expect(await core.alarm.count()).toBeGreaterThan(1_500);
  expect(await core.alarm.count()).toBeLessThan(3_500);
  await reconcile(core, never);
  expect(await core.alarm.count()).toBe(0);
});

test('the webhook relay stops after the batch in hand, and the next run takes the rest', async () => {
  await context.postgres.query(
    `insert into webhook_outbox (order_id, sequence, type, occurred_at)
     select gen_random_uuid(), 1, 'order.paid', now() from generate_series(1, 1200)`,
  );
  const queue = createWebhookQueue(core.queues);
  await createWebhookRelay({ ...core, queue, postgres: stopsAt('webhook_outbox') }).run(stopping.signal);
  expect(await count('webhook_outbox')).toBe(700);
  await core.relay.run();
  expect(await count('webhook_outbox')).toBe(0);
  await queue.close();
});

test('queueing lost webhooks again stops after the batch in hand, and another worker does the rest', async () => {
  await insertDeliveries(11_000, 'queued');
  let relayed = 0;
  const relay = { run: async () => void (relayed += 1), startOver: () => undefined };
  const windows = createWindows(core.redis);
  const circuits = createCircuits(core.postgres);
  const metrics = { endpointsCounted: () => undefined };
  const sweep = (postgres: Postgres) =>
    createRelayTask({ ...core, postgres, relay, windows, circuits, metrics });
  await sweep(stopsAt('update'))(stopping.signal);
  expect(await count('webhook_deliveries where queued_at is null')).toBe(5_000);
  await sweep(core.postgres)(never);
  expect(await count('webhook_deliveries where queued_at is null')).toBe(11_000);
  expect(relayed).toBe(1);
});

test('purging the history stops after the batch in hand, and the next run deletes the rest', async () => {
  await insertDeliveries(11_000, 'old');
  await purgeHistory(stopsAt('delete'), stopping.signal);
  expect(await count('webhook_deliveries')).toBe(6_000);
  await purgeHistory(core.postgres, never);
  expect(await count('webhook_deliveries')).toBe(0);
});

/** Writes pings of an endpoint: in the queue for a minute, or delivered before the history begins. */
async function insertDeliveries(rows: number, state: 'queued' | 'old'): Promise<void> {
  await context.postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     values (gen_random_uuid(), 1, 'https://shop.example', true, '')`,
  );
  await context.postgres.query(
    `insert into webhook_deliveries (endpoint_id, status, due_at, created_at, queued_at)
     select (select id from webhook_endpoints), case when $2 = 'old' then 'delivered' else 'pending' end,
       case when $2 = 'queued' then now() end,
       now() - case when $2 = 'old' then interval '31 days' else interval '1 hour' end,
       case when $2 = 'queued' then now() - interval '1 minute' end
     from generate_series(1, $1)`,
    [rows, state],
  );
}
