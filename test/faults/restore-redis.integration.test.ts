import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { windowSize } from '@order-countdown/shared/webhooks/windows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenPromises } from '../support/promises.ts';
import { startRestorableRedis, type RestorableRedis } from '../support/restorable-redis.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

/** The other half of the restore drill of docs/operations.md: an old Redis under a Postgres that goes on. */

/** More than an endpoint's window of jobs in the queue. */
const queuedLater = windowSize + 10;

let redis: RestorableRedis;
let system: System;
let receiver: Receiver;

beforeAll(async () => {
  [redis, receiver] = await Promise.all([startRestorableRedis(), startReceiver()]);
  system = await startSystem({ redisUrl: redis.url });
});

afterAll(async () => {
  system.worker.child.kill('SIGCONT');
  await system.close();
  await Promise.all([redis.stop(), receiver.close()]);
});

async function place(expiresInSeconds = 600): Promise<string> {
  const { status, body } = await system.client.place({ expiresInSeconds });
  if (status !== 201) throw new Error(`placing was answered with ${status}`);
  return body.id;
}

const countdown = async (id: string) => (await system.client.get(`/v1/orders/${id}/countdown`)).body;
const command = (id: string, name: string, body: object = {}) =>
  system.client.post(`/v1/orders/${id}/${name}`, body);

test('after Redis was replaced by an older copy of its data, it agrees with the ledger within seconds, and all webhooks arrive', async () => {
  const { context, api, client, worker } = system;
  const endpoint = await register(client, receiver.url);
  const jobs = () => context.redis.zcard(`webhook-window:${endpoint.id}`);
  const [paid, cancelled, extended, untouched, expired] = await Promise.all([
    place(),
    place(),
    place(),
    place(),
    place(4),
  ]);
  await until(() => worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  await until(async () => (await context.redis.exists('webhooks-queued', 'followed')) === 2);
  const stream = await openStream(`${api.url}/v1/orders/${extended}/stream`);
  redis.takeCopy();

  // What the restored Redis will not know.
  expect(await command(paid, 'pay')).toMatchObject({ status: 200 });
  expect(await command(cancelled, 'cancel')).toMatchObject({ status: 200 });
  const { body } = await command(extended, 'extend', { seconds: 600 });
  const placedLater = await place();
  await until(async () => (await countdown(expired)).status === 'cancelled');
  // The queue loses jobs that are not done.
  await until(async () => (await jobs()) === 0);
  worker.child.kill('SIGSTOP');
  await Promise.all(Array.from({ length: queuedLater }, () => place()));
  await until(async () => (await jobs()) >= windowSize);

  await redis.restoreCopy();
  worker.child.kill('SIGCONT');

  await until(async () => (await client.get('/health/ready')).body.status === 'ready');
  await until(async () => (await countdown(paid)).status === 'paid');
  await until(async () => (await countdown(cancelled)).status === 'cancelled');
  await until(async () => (await countdown(extended)).expiresAt === body.expiresAt);
  await until(async () => (await context.redis.exists(...[untouched, placedLater].map(countdownKey))) === 2);
  await until(async () => (await brokenPromises(context)).length === 0);
  expect(await countdown(expired)).toMatchObject({ status: 'cancelled' });

  const { rows } = await context.postgres.query('select count(*)::int as count from order_events');
  const webhooks = () => new Set(receiver.received.map(({ id }) => id)).size;
  await until(() => webhooks() === rows[0].count);
  expect(await command(extended, 'pay')).toMatchObject({ status: 200 });
  await stream.event('order.paid');
  await until(() => webhooks() === rows[0].count + 1);
  expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
}, 60_000);
