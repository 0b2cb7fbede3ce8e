import { createAttemptCounts } from '../../apps/api/src/admin/attempt-counts.ts';
import { createSignInLimits } from '../../apps/api/src/admin/sign-in-limits.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { readMetrics } from '../support/metrics.ts';
import { operatorCredentials, signIn, submitSignIn } from '../support/operator.ts';
import { brokenPromises } from '../support/promises.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What users notice, the same with Redis and without. The sweep stands still, so it is the alarms that cancel. */
describe.each([
  ['in Redis', undefined],
  ['in Postgres alone', 'none' as const],
])('with the queues %s', (_, redisUrl) => {
  let system: System;
  let core: TestCore;
  let receiver: Receiver;

  beforeAll(async () => {
    [system, receiver] = await Promise.all([
      startSystem({ ...(redisUrl && { redisUrl }), workerEnv: withoutSweep }),
      startReceiver(),
    ]);
    core = openCore(system.context);
    await until(() => core.connection.status === 'ready');
  });

  afterAll(async () => {
    await core.close();
    await system.close();
    await receiver.close();
  });

  const place = async (order = {}) => (await system.client.place(order)).body;
  const dueAt = async (id: string) => (await core.alarm.dueTimes([id]))[0];
  const get = async (path: string) => (await system.client.get(path)).body;

  test('an unpaid order is cancelled once, by its alarm, and its stream and its webhook say so', async () => {
    const endpoint = await register(system.client, receiver.url);
    const { id } = await place({ expiresInSeconds: 2 });
    const stream = await openStream(`${system.api.url}/v1/orders/${id}/stream`);
    await stream.event('order.cancelled');
    expect(await get(`/v1/orders/${id}`)).toMatchObject({ status: 'cancelled', cancelReason: 'expired' });
    const types = (await get(`/v1/orders/${id}/events`)).data.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['order.placed', 'order.cancelled']);
    await until(async () => (await dueAt(id)) === null && (await core.alarm.state(id)) === 'unknown');
    await until(() => receiver.received.filter(({ body }) => body.data.orderId === id).length === 2);
    await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'delivered'));
    const metrics = await readMetrics(system.worker);
    expect(metrics.value('order_countdown_cancellation_lateness_seconds_count', { by: 'alarm' })).toBe(1);
    stream.close();
    await endpoint.remove();
  });

  test('the alarm moves with the deadline, and goes with the payment, which a stream hears of at once', async () => {
    const { id } = await place();
    const first = (await dueAt(id)) ?? 0;
    const stream = await openStream(`${system.api.url}/v1/orders/${id}/stream`);
    await stream.event('snapshot');
    await system.client.post(`/v1/orders/${id}/extend`, { seconds: 600 });
    // Without a message it would take fifteen seconds.
    await stream.event('order.extended', 5_000);
    expect(Math.abs(((await dueAt(id)) ?? 0) - first - 600_000)).toBeLessThan(1_000);
    await system.client.post(`/v1/orders/${id}/pay`, {});
    await stream.event('order.paid', 5_000);
    expect(await dueAt(id)).toBeNull();
    stream.close();
  });

  test('the countdown tells the time left', async () => {
    const { id } = await place({ expiresInSeconds: 60 });
    const { remainingMs, status } = await get(`/v1/orders/${id}/countdown`);
    expect(status).toBe('pending');
    expect(remainingMs).toBeGreaterThan(30_000);
    expect(remainingMs).toBeLessThanOrEqual(60_000);
  });

  test('alarms by the hundred are set, counted, found and removed', async () => {
    const placed = await Promise.all(Array.from({ length: 150 }, () => place({ expiresInSeconds: 3_600 })));
    const ids = placed.map(({ id }) => id as string);
    const found = new Set<string>();
    for await (const page of core.alarm.pages(40)) for (const id of page) found.add(id);
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
    expect(await core.alarm.count()).toBeGreaterThanOrEqual(150);
    await core.alarm.disarm(ids);
    expect(await core.alarm.dueTimes(ids)).toEqual(ids.map(() => null));
    expect(await core.alarm.ensure(placed)).toBe(150);
    expect(await core.alarm.ensure(placed)).toBe(0);
  });

  test('the operators see the queues, and that the alarm agrees', async () => {
    const { id } = await place({ expiresInSeconds: 3_600 });
    const operator = await signIn(system.api.url, operatorCredentials);
    const { alarm, redis } = (await operator.get(`/admin/api/orders/${id}`)).body;
    expect(redis).toEqual({ state: 'agrees', differences: [] });
    expect(alarm).toMatchObject({ queue: 'order-expiry', jobId: id, state: 'delayed' });
    const { stores, drift } = (await operator.get('/admin/api/overview')).body;
    expect(stores).toEqual({ postgres: 'up', redis: redisUrl ?? 'up' });
    expect(drift.difference).toBe(0);
    const board = (
      await operator.get('/admin/queues/api/queues?activeQueue=order-expiry&status=delayed&page=1')
    ).body;
    const [alarms] = board.queues.filter(({ name }: { name: string }) => name === 'order-expiry');
    expect(alarms.counts.delayed).toBeGreaterThanOrEqual(1);
    expect(alarms.jobs.length).toBeGreaterThanOrEqual(1);
    const counted = (await operator.get('/admin/api/queues')).body;
    expect(counted.queues.map(({ name }: { name: string }) => name)).toEqual(['order-expiry', 'webhook']);
    await operator.change('POST', '/admin/sign-out');
    expect((await operator.get('/admin/api/session')).status).toBe(401);
  });

  test('the log says what was reconciled, and does not speak of redis', async () => {
    await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
    const messages = [...system.api.log, ...system.worker.log].map(({ msg }) => String(msg));
    expect(messages.filter((message) => message.includes('redis'))).toEqual([]);
  });

  test('the promises about the queues are kept', async () => {
    const { databaseUrl, redis } = system.context;
    expect(await brokenPromises({ databaseUrl, redis: redisUrl === 'none' ? redisUrl : redis })).toEqual([]);
  });

  test('both processes are ready, and their metrics count the jobs', async () => {
    expect((await system.anonymous.get('/health/ready')).body).toEqual({
      status: 'ready',
      postgres: 'up',
      redis: redisUrl ?? 'up',
    });
    expect((await fetch(`${system.worker.url}/health/ready`)).status).toBe(200);
    const metrics = await readMetrics(system.worker);
    expect(metrics.value('order_countdown_redis_up')).toBe(redisUrl ? undefined : 1);
    expect(
      metrics.value('order_countdown_queue_jobs', { queue: 'order-expiry', state: 'delayed' }),
    ).toBeGreaterThan(0);
  });

  test('failed sign-ins count in all processes, successful ones in none', async () => {
    // As a second api would count them.
    const limits = createSignInLimits(createAttemptCounts(core.attempts, core.connection, core.logger));
    const fail = () => limits.begin('127.0.0.1', 'operator');
    for (let times = 0; times < 9; times += 1) await fail();
    const form = { username: operatorCredentials.username, password: 'wrong' };
    const attempt = async (credentials = form) => submitSignIn(system.api.url, credentials);
    for (let times = 0; times < 2; times += 1) expect((await attempt(operatorCredentials)).status).toBe(303);
    expect((await attempt()).status).toBe(401);
    expect(await fail()).toMatchObject({ isRefused: true });
    const refused = await attempt(operatorCredentials);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    const claims = await Promise.all([1, 2, 3].map(() => core.attempts.claim('code:1', 60_000)));
    expect(claims.filter((waitMs) => waitMs === 0)).toHaveLength(1);
    expect(Math.max(...claims)).toBeGreaterThan(50_000);
  });
});
