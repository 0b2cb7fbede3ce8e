import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { windowSize } from '@order-countdown/shared/webhooks/windows';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Answer, type Client } from '../support/client.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { startRestorablePostgres, type RestorablePostgres } from '../support/restorable-postgres.ts';
import { openStream, type OpenStream } from '../support/stream.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

/**
 * The restore drill of docs/operations.md: Postgres goes back to a point in time, under a Redis that goes on, and
 * processes that go on.
 */

/** More than an endpoint's window of jobs in the queue. */
const lostDeliveries = windowSize + 10;

/** The next look at a stream's order would come later. */
const beforeNextPollMs = 6_000;

let postgres: RestorablePostgres;
let throwawayRedis: ThrowawayRedis;
let redis: Redis;
let receiver: Receiver;
let api: RunningProcess;
let worker: RunningProcess;
let client: Client;

beforeAll(async () => {
  [postgres, throwawayRedis, receiver] = await Promise.all([
    startRestorablePostgres(),
    startThrowawayRedis(),
    startReceiver(),
  ]);
  redis = new Redis(throwawayRedis.url);
  await migrate(postgres.url, createLogger('test', 'warn'));
  const stores = { databaseUrl: postgres.url, redisUrl: throwawayRedis.url };
  [api, worker] = await Promise.all([startApi(stores), startWorker(stores)]);
  client = createClient(api.url);
});

afterAll(async () => {
  await Promise.all([api.end('SIGKILL'), worker.end('SIGKILL')]);
  redis.disconnect();
  await Promise.all([postgres.stop(), throwawayRedis.stop(), receiver.close()]);
});

const order = (id: string) => client.get(`/v1/orders/${id}`);
const countdown = (id: string) => client.get(`/v1/orders/${id}/countdown`);
const pay = (id: string) => client.post(`/v1/orders/${id}/pay`, { paymentReference: `payment of ${id}` });

async function place(): Promise<Answer['body']> {
  const { status, body } = await client.place({ expiresInSeconds: 600 });
  if (status !== 201) throw new Error(`placing was answered with ${status}`);
  return body;
}

const watch = (id: string): Promise<OpenStream> => openStream(`${api.url}/v1/orders/${id}/stream`);

/** The `webhook-id`s of an order's events of this type. */
const webhookIds = (id: string, type: string) =>
  receiver.received
    .filter(({ body }) => body.type === type && body.data.orderId === id)
    .map((each) => each.id);

test('after Postgres was restored to a point in time, Redis, streams and webhooks agree with it within seconds', async () => {
  const endpoint = await register(client, receiver.url);
  const jobs = () => redis.zcard(`webhook-window:${endpoint.id}`);
  await postgres.takeBaseCopy();
  const [paid, cancelled, extended, untouched] = await Promise.all([place(), place(), place(), place()]);
  await until(
    async () => (await redis.exists(...[paid, cancelled, extended].map(({ id }) => countdownKey(id)))) === 3,
  );
  await until(() => worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  const restorePoint = await postgres.now();

  // What the restored ledger will not have.
  await pay(paid.id);
  expect(await client.post(`/v1/orders/${cancelled.id}/cancel`)).toMatchObject({ status: 200 });
  expect(await client.post(`/v1/orders/${extended.id}/extend`, { seconds: 600 })).toMatchObject({
    status: 200,
  });
  const placedLater = await place();
  await until(() => webhookIds(paid.id, 'order.paid').length === 1);
  await until(() => redis.exists(countdownKey(placedLater.id)));
  const streams = { extended: await watch(extended.id), placedLater: await watch(placedLater.id) };
  await Promise.all(Object.values(streams).map((stream) => stream.event('snapshot')));
  // The queue is left with jobs of deliveries that will not exist.
  await until(async () => (await jobs()) === 0);
  worker.child.kill('SIGSTOP');
  await Promise.all(Array.from({ length: lostDeliveries }, place));
  await until(async () => (await jobs()) >= windowSize);

  await postgres.restoreTo(restorePoint);
  worker.child.kill('SIGCONT');

  await until(async () => (await client.get('/health/ready')).body.status === 'ready');
  await until(async () => (await countdown(placedLater.id)).status === 404);
  expect(await order(placedLater.id)).toMatchObject({ status: 404 });
  await until(async () => (await countdown(extended.id)).body.expiresAt === extended.expiresAt);
  for (const { id } of [paid, cancelled, extended, untouched]) {
    await until(() => redis.exists(countdownKey(id)));
    expect(await countdown(id)).toMatchObject({ status: 200, body: { status: 'pending' } });
  }
  await until(async () => (await brokenPromises({ databaseUrl: postgres.url, redis })).length === 0);

  // A stream says what the ledger says now, and one of an order that is gone ends.
  await streams.placedLater.ended(beforeNextPollMs);
  await until(() => streams.extended.events.at(-1)?.data.expiresAt === extended.expiresAt, beforeNextPollMs);
  expect(streams.extended.events.at(-1)).toMatchObject({ event: 'snapshot', id: '1' });

  // The shop repeats what the payment provider knows. Receivers get the event as a new one.
  expect(await pay(paid.id)).toMatchObject({ status: 200, body: { status: 'paid' } });
  await until(() => webhookIds(paid.id, 'order.paid').length > 1);
  expect(new Set(webhookIds(paid.id, 'order.paid')).size).toBe(2);
  expect(await pay(extended.id)).toMatchObject({ status: 200 });
  await streams.extended.event('order.paid');
  await streams.extended.ended();

  await until(async () => (await brokenPromises({ databaseUrl: postgres.url, redis })).length === 0);
  expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
  await until(async () => (await jobs()) === 0);
}, 60_000);
