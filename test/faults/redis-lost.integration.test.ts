import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { Queue } from 'bullmq';
import { expect, test, type TestContext } from 'vitest';
import type { Answer } from '../support/client.ts';
import { tally } from '../support/ledger.ts';
import { quickest } from '../support/quickest.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

const sweepIntervalMs = 1_000;

/** A system with a Redis of its own, until the test ends. */
async function start({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  // It keeps its data across a restart, so that the data can be out of date.
  const redis = await startThrowawayRedis({ persistent: true });
  const system = await startSystem({
    redisUrl: redis.url,
    workerEnv: { SWEEP_INTERVAL_MS: String(sweepIntervalMs) },
  });
  onTestFinished(async () => {
    redis.thaw();
    await system.close();
    await redis.stop();
  });
  return { redis, system };
}

const placeMany = ({ client }: System, count: number, expiresInSeconds: number) =>
  Promise.all(Array.from({ length: count }, () => client.place({ expiresInSeconds })));

const ids = (placed: Answer[]): string[] => placed.map(({ body }) => body.id);

/** Waits until all are cancelled. @returns the greatest lateness on the database's clock */
async function latestCancellationMs({ context }: System): Promise<number> {
  await until(async () => (await tally(context)).every(({ status }) => status === 'cancelled'));
  const { rows } = await context.postgres.query(
    'select max(extract(epoch from cancelled_at - expires_at) * 1000)::float8 as ms from orders',
  );
  return rows[0].ms;
}

test.concurrent('orders placed before Redis lost its data are cancelled at their deadline', async (context) => {
  const { system } = await start(context);
  await placeMany(system, 100, 2);
  await system.context.redis.flushall();
  expect(await latestCancellationMs(system)).toBeLessThan(2 * sweepIntervalMs);
});

test.concurrent('after a flush every alarm and countdown key is set again', async (context) => {
  const { system } = await start(context);
  const orderIds = ids(await placeMany(system, 100, 600));
  await system.context.redis.flushall();
  const queue = new Queue('order-expiry', { connection: system.context.redis });
  await until(async () => (await queue.getDelayedCount()) === 100);
  await until(async () => (await system.context.redis.exists(...orderIds.map(countdownKey))) === 100);
  const { body } = await system.client.get(`/v1/orders/${orderIds[0]}/countdown`);
  expect(body).toMatchObject({ status: 'pending' });
  expect(body.remainingMs).toBeGreaterThan(580_000);
});

test.concurrent('while Redis is down orders are placed, paid, read and cancelled at their deadline', async (context) => {
  const { redis, system } = await start(context);
  await placeMany(system, 20, 2);
  await redis.kill();

  const placed = await placeMany(system, 20, 1);
  expect(placed.every(({ status }) => status === 201)).toBe(true);
  const [paidId = '', readId = ''] = ids(placed);
  expect(await system.client.post(`/v1/orders/${paidId}/pay`)).toMatchObject({ status: 200 });
  expect(await system.client.get(`/v1/orders/${readId}/countdown`)).toMatchObject({
    status: 200,
    body: { id: readId, status: 'pending' },
  });
  const ready = await system.client.get('/health/ready');
  expect(ready).toMatchObject({ status: 200, body: { status: 'degraded', redis: 'down', postgres: 'up' } });

  await until(async () => (await tally(system.context)).every(({ status }) => status !== 'pending'));
  const { rows } = await system.context.postgres.query(
    `select max(extract(epoch from cancelled_at - expires_at) * 1000)::float8 as ms,
            count(*) filter (where status = 'paid')::int as paid from orders`,
  );
  expect(rows[0].ms).toBeLessThan(2 * sweepIntervalMs);
  expect(rows[0].paid).toBe(1);
});

test.concurrent('after an outage of Redis the alarms agree with the ledger and ring again', async (context) => {
  const { redis, system } = await start(context);
  const [paidId = ''] = ids(await placeMany(system, 1, 600));
  await until(() => system.context.redis.exists(countdownKey(paidId)));
  await redis.kill();
  const pendingIds = ids(await placeMany(system, 30, 600));
  await system.client.post(`/v1/orders/${paidId}/pay`);
  await redis.restart();

  const queue = new Queue('order-expiry', { connection: system.context.redis });
  const alarms = async () => new Set((await queue.getDelayed()).map(({ id }) => id));
  await until(async () => (await alarms()).size === 30);
  expect(await alarms()).toEqual(new Set(pendingIds));
  const { body: countdown } = await system.client.get(`/v1/orders/${paidId}/countdown`);
  expect(countdown).toMatchObject({ status: 'paid', remainingMs: 0 });

  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  const job = await until(() => queue.getJob(order.id));
  expect(job.delay).toBeGreaterThan(0);
  await until(async () => (await system.client.get(`/v1/orders/${order.id}`)).body.status === 'cancelled');
  await until(async () => (await queue.getJob(order.id)) === undefined);
});

test('a frozen Redis adds at most 300 ms to a request', async (context) => {
  const { redis, system } = await start(context);
  const isReady = async () => (await system.client.get('/health/ready')).body.status === 'ready';

  /** @returns by how much a request is slower than the same with Redis, if Redis freezes just before it */
  async function addedMs(request: () => Promise<Answer>): Promise<number> {
    await until(isReady);
    const warmMs = await timed(request);
    redis.freeze();
    try {
      return (await timed(request)) - warmMs;
    } finally {
      redis.thaw();
    }
  }

  expect(await quickest(300, () => addedMs(() => system.client.place()))).toBeLessThan(300);
  const placed = ids(await placeMany(system, 10, 600));
  const pay = () => system.client.post(`/v1/orders/${placed.pop()}/pay`);
  expect(await quickest(300, () => addedMs(pay))).toBeLessThan(300);
});

async function timed(work: () => Promise<Answer>): Promise<number> {
  const startedAt = performance.now();
  const { status } = await work();
  expect(status).toBeLessThan(300);
  return performance.now() - startedAt;
}
