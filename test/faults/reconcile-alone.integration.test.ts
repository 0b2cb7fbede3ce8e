import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import { afterEach, expect, test } from 'vitest';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { withoutSweep } from '../support/system.ts';
import { until } from '../support/until.ts';
import { actor } from '../support/ledger.ts';

/** What a test has started, in the order of its start. */
let started: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of started.toReversed()) await stop();
  started = [];
});

async function openContext(redisUrl?: string): Promise<TestContext> {
  const context = await createTestContext(redisUrl);
  started.push(() => context.close());
  return context;
}

async function openParts(context: TestContext): Promise<TestCore> {
  const core = openCore(context);
  started.push(() => core.close());
  await until(() => core.redis.status === 'ready');
  return core;
}

const insertPending = (context: TestContext, count: number) =>
  context.postgres.query(
    `with placed as (
       insert into orders (id, amount, currency, created_at, expires_at)
       select uuid_v7(now()), 100, 'EUR', now() - interval '1 hour', now() + interval '1 hour'
       from generate_series(1, $1) returning id, created_at
     )
     insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed', '{}', created_at from placed`,
    [count],
  );

const never = new AbortController().signal;

const walksBegun = ({ log }: RunningProcess) =>
  log.filter(({ msg }) => msg === 'reconciling alarms with the ledger').length;
const walksConfirmed = ({ log }: RunningProcess) =>
  log.filter(({ msg }) => msg === 'reconciled alarms with the ledger').length;

test('while Redis misses writes all the time, one worker walks over all orders, once, and is confirmed', async () => {
  const redis: ThrowawayRedis = await startThrowawayRedis();
  started.push(() => redis.stop());
  const context = await openContext(redis.url);
  await insertPending(context, 20_000);
  const api = await startApi(context, { RATE_LIMIT_PER_MINUTE: '1000000' });
  started.push(() => api.end('SIGKILL'));
  const misses = () =>
    api.log.filter(({ msg }) => msg === 'projection failed, a worker will repair it').length;
  const client = createClient(api.url);
  const over = new AbortController();
  let placed = 0;
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) {
        expect(await client.place({ expiresInSeconds: 600 })).toMatchObject({ status: 201 });
        placed += 1;
      }
    }),
  );
  const workers = await Promise.all([startWorker(context, withoutSweep), startWorker(context, withoutSweep)]);
  started.push(() => Promise.all(workers.map((worker) => worker.end('SIGKILL'))));

  const walks = () => workers.reduce((sum, worker) => sum + walksBegun(worker), 0);
  while (workers.every((worker) => walksConfirmed(worker) === 0)) {
    // Frozen for just as long as a projection takes to give up.
    const before = misses();
    redis.freeze();
    await until(() => misses() > before, undefined, 5);
    redis.thaw();
    const placedBefore = placed;
    await until(() => placed > placedBefore + 50, undefined, 5);
  }
  over.abort();
  await load;

  expect(walks()).toBe(1);
  expect(misses()).toBeGreaterThan(3);
  // What was missed meanwhile is mended without a further walk.
  await until(async () => (await brokenPromises(context)).length === 0);
  expect(await context.redis.exists(reconciledKey)).toBe(1);
  expect(walks()).toBe(1);
}, 60_000);

test('a walk during which Redis loses its data is not confirmed, and the next one sets everything', async () => {
  const context = await openContext();
  const core = await openParts(context);
  await insertPending(context, 2_500);
  let pages = 0;
  const countdown: TestCore['countdown'] = {
    ...core.countdown,
    async set(orders) {
      const set = await core.countdown.set(orders);
      if ((pages += 1) === 2) await context.redis.flushdb();
      return set;
    },
  };
  await expect(reconcile({ ...core, countdown }, never)).rejects.toThrow('no longer ours');
  expect(await context.redis.exists(reconciledKey)).toBe(0);
  await reconcile(core, never);
  expect(await context.redis.exists(reconciledKey)).toBe(1);
  expect(await core.alarm.count()).toBe(2_500);
});

test('a walk that is asked for during another one does not begin beside it', async () => {
  const context = await openContext();
  const core = await openParts(context);
  await insertPending(context, 1_500);
  let walks = 0;
  const countdown: TestCore['countdown'] = {
    ...core.countdown,
    async set(orders) {
      await context.redis.del(reconciledKey);
      await reconcile({ ...core, ledger: countingWalks }, never);
      return core.countdown.set(orders);
    },
  };
  const countingWalks: TestCore['ledger'] = {
    ...core.ledger,
    pendingPage(...page) {
      walks += 1;
      return core.ledger.pendingPage(...page);
    },
  };
  await reconcile({ ...core, countdown }, never);
  expect(walks).toBe(0);
  expect(await context.redis.exists(reconciledKey)).toBe(1);
});

test('alarms and keys that an older copy of Redis brought back of final orders are removed', async () => {
  const context = await openContext();
  const core = await openParts(context);
  await insertPending(context, 10);
  const [order] = await core.ledger.pendingPage(null, 1);
  if (!order) throw new Error('no order');
  await reconcile(core, never);
  await context.postgres.query(
    `with paid as (
       update orders set status = 'paid', paid_at = now(), version = 2 where id = (
         select id from orders order by expires_at, id limit 1) returning id
     )
     insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 2, 'order.paid', '{}', now() from paid`,
  );
  // The copy was made on a server of another run id, and before the payment.
  await context.redis.set(reconciledKey, 'another-run-id');
  const lost = newOrderId();
  await core.alarm.arm([{ id: lost, remainingMs: 600_000 }]);
  await context.redis.set(countdownKey(lost), '{}');
  await reconcile(core, never);
  expect(await core.alarm.dueTimes([order.id, lost])).toEqual([null, null]);
  expect(await context.redis.exists(countdownKey(order.id), countdownKey(lost))).toBe(0);
  expect(await core.alarm.count()).toBe(9);
});

test.each(['before', 'after'])(
  'an order that is paid between the read of its page and its end, %s its alarm is set, keeps neither alarm nor key',
  async (when) => {
    const context = await openContext();
    const core = await openParts(context);
    await insertPending(context, 10);
    let paid: string | undefined;
    const pay = async ([order]: readonly { id: string }[]) => {
      paid = order!.id;
      await core.orders.pay({ actor, id: paid, paymentReference: null, amount: null });
    };
    const alarm: TestCore['alarm'] = {
      ...core.alarm,
      async ensure(orders) {
        if (when === 'before') await pay(orders);
        const set = await core.alarm.ensure(orders);
        if (when === 'after') await pay(orders);
        return set;
      },
    };
    await reconcile({ ...core, alarm }, never);
    expect(await core.alarm.dueTimes([paid!])).toEqual([null]);
    expect(await context.redis.exists(countdownKey(paid!))).toBe(0);
    expect(await core.alarm.count()).toBe(9);
  },
);

test('an alarm that failed for good is set again', async () => {
  const context = await openContext();
  const core = await openParts(context);
  await insertPending(context, 1);
  const [order] = await core.ledger.pendingPage(null, 1);
  const id = order?.id ?? '';
  await core.alarm.arm([{ id, remainingMs: 600_000 }]);
  const failed = 'bull:order-expiry:failed';
  await context.redis.zrem('bull:order-expiry:delayed', id);
  await context.redis.zadd(failed, Date.now(), id);
  await reconcile(core, never);
  expect(await core.alarm.dueTimes([id])).toEqual([expect.any(Number)]);
});
