import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { readRow } from '../support/ledger.ts';
import { readMetrics } from '../support/metrics.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

/** After any crash alarm, key and streams agree with the ledger within this time. */
const limitMs = 5_000;

/** Nobody listens there: a process with this Redis commits, and tells nobody. */
const deadRedisUrl = 'redis://127.0.0.1:9';

let system: System;
let queue: Queue;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  queue = new Queue(alarmQueueName, { connection: system.context.redis });
});

afterAll(async () => {
  await queue.close();
  await system.close();
});

/** An api that can't tell Redis of its commits, as if it were killed right after each. */
async function startSilent({
  onTestFinished,
}: Pick<TestContext, 'onTestFinished'>): Promise<{ silent: RunningProcess; unheard: Client }> {
  const silent = await startApi({ ...system.context, redisUrl: deadRedisUrl });
  onTestFinished(async () => void (await silent.end('SIGKILL')));
  return { silent, unheard: createClient(silent.url) };
}

const alarmOf = (id: string) => queue.getJob(id);
const keyOf = (id: string) => system.context.redis.get(countdownKey(id));
/** The deadline that the countdown key of an order holds. */
async function deadlineOf(id: string): Promise<string | null> {
  const [expiresAtMs] = JSON.parse((await keyOf(id)) ?? '[]') as [number?];
  return expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString();
}
const inLimit = <Result>(ask: () => Promise<Result> | Result) => until(ask, limitMs);

test.concurrent('an order whose api is killed before it tells Redis has its alarm and key within 5 s', async (context) => {
  const { silent, unheard } = await startSilent(context);
  const { body } = await unheard.place({ expiresInSeconds: 600 });
  await silent.end('SIGKILL');
  const alarm = await inLimit(() => alarmOf(body.id));
  expect(alarm.timestamp + alarm.delay).toBeGreaterThan(Date.now() + 590_000);
  expect(await inLimit(() => deadlineOf(body.id))).toBe(body.expiresAt);
  const countdown = await system.client.get(`/v1/orders/${body.id}/countdown`);
  expect(countdown.body).toMatchObject({ status: 'pending' });
});

test.concurrent('a payment whose api is killed before it tells Redis ends alarm, key and stream within 5 s', async (context) => {
  const { silent, unheard } = await startSilent(context);
  const { body } = await system.client.place({ expiresInSeconds: 600 });
  const stream = await openStream(`${system.api.url}/v1/orders/${body.id}/stream`);
  await stream.event('snapshot');
  // Its answer need not arrive.
  void unheard.post(`/v1/orders/${body.id}/pay`).catch(() => undefined);
  await until(async () => (await readRow(system.context, body.id)).status === 'paid', limitMs, 1);
  await silent.end('SIGKILL');

  await stream.event('order.paid', limitMs);
  await inLimit(async () => (await alarmOf(body.id)) === undefined && (await keyOf(body.id)) === null);
  const countdown = await system.client.get(`/v1/orders/${body.id}/countdown`);
  expect(countdown.body).toMatchObject({ status: 'paid' });
});

test.concurrent('an extension that Redis is not told of moves alarm, key and stream within 5 s', async (context) => {
  const { silent, unheard } = await startSilent(context);
  const { body } = await system.client.place({ expiresInSeconds: 60 });
  const stream = await openStream(`${system.api.url}/v1/orders/${body.id}/stream`);
  await stream.event('snapshot');
  const { body: extended } = await unheard.post(`/v1/orders/${body.id}/extend`, { seconds: 3_600 });
  await silent.end('SIGKILL');

  await stream.event('order.extended', limitMs);
  stream.close();
  await inLimit(async () => (await deadlineOf(body.id)) === extended.expiresAt);
  const dueInMs = async () => {
    const alarm = await alarmOf(body.id);
    return alarm ? alarm.timestamp + alarm.delay - Date.now() : 0;
  };
  await inLimit(async () => (await dueInMs()) > 3_600_000);
  expect(await dueInMs()).toBeLessThan(3_700_000);
});

test.concurrent('a cancellation that watchers are not told of reaches their stream within 5 s', async (context) => {
  const { silent, unheard } = await startSilent(context);
  const { body } = await system.client.place({ expiresInSeconds: 600 });
  const stream = await openStream(`${system.api.url}/v1/orders/${body.id}/stream`);
  await stream.event('snapshot');
  await unheard.post(`/v1/orders/${body.id}/cancel`);
  await silent.end('SIGKILL');
  await stream.event('order.cancelled', limitMs);
  await stream.ended();
  await inLimit(async () => (await alarmOf(body.id)) === undefined);
  expect(await keyOf(body.id)).toBeNull();
});

test('a worker whose Redis was told of every change repairs nothing', async () => {
  const repairs = async () => {
    const metrics = await readMetrics(system.worker);
    const value = (what: string) =>
      metrics.value('order_countdown_followed_repairs_total', { what }) ?? Number.NaN;
    return {
      followed: metrics.value('order_countdown_followed_orders_total') ?? 0,
      alarm: value('alarm'),
      countdown: value('countdown'),
    };
  };
  const before = await repairs();
  const placed = await Promise.all(
    Array.from({ length: 40 }, () => system.client.place({ expiresInSeconds: 600 })),
  );
  await Promise.all(placed.slice(20).map(({ body }) => system.client.post(`/v1/orders/${body.id}/pay`)));
  const after = await until(async () => {
    const now = await repairs();
    return now.followed >= before.followed + 40 ? now : null;
  });
  expect(after).toMatchObject({ alarm: before.alarm, countdown: before.countdown });
});

test('when the worker that follows is killed, too, another one goes on from where it stood', async (context) => {
  const { silent, unheard } = await startSilent(context);
  const second = await startWorker(system.context, withoutSweep);
  try {
    await system.worker.end('SIGKILL');
    const { body } = await unheard.place({ expiresInSeconds: 600 });
    await silent.end('SIGKILL');
    await inLimit(async () => (await alarmOf(body.id)) && (await keyOf(body.id)));
    expect(await brokenPromises(system.context)).toEqual([]);
  } finally {
    expect(await second.end()).toBe(0);
  }
});
