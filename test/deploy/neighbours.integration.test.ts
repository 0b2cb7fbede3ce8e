import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { changeChannel } from '@order-countdown/shared/redis/changes';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStream } from '../support/stream.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

/** Redis holds what the next version wrote, in forms that this one does not know: see CONTRIBUTING.md. */

let system: System;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
});
afterAll(() => system.close());

test.each(['[1,2,3,4,5]', '{"version":2}', '"later"'])(
  'a countdown in an unknown form, %s, is read from the ledger',
  async (form) => {
    const { client, context } = system;
    const { body: order } = await client.place();
    await until(() => context.redis.exists(countdownKey(order.id)));
    await context.redis.set(countdownKey(order.id), form, 'PX', 600_000);
    const { status, body } = await client.get(`/v1/orders/${order.id}/countdown`);
    expect({ status, body }).toMatchObject({ status: 200, body: { expiresAt: order.expiresAt } });
  },
);

test('an alarm is known by its id alone: with another name, and with data, it cancels its order', async () => {
  const { client, context, worker } = system;
  const { body: order } = await client.place({ expiresInSeconds: 2 });
  const queue = new Queue(alarmQueueName, { connection: context.redis });
  await until(() => queue.remove(order.id));
  await queue.add('later', { shard: 3 }, { jobId: order.id, delay: 0, attempts: 5 });
  // It was not due yet, so it was put off until the deadline.
  await until(async () => (await client.get(`/v1/orders/${order.id}`)).body.status === 'cancelled');
  await queue.close();
  expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
});

test('a change message with an unknown content makes streams look, and does no more', async () => {
  const { api, client, context } = system;
  const { body: order } = await client.place();
  const stream = await openStream(`${api.url}/v1/orders/${order.id}/stream`);
  await stream.event('snapshot');
  await context.redis.publish(changeChannel(order.id), '{"kind":"later"}');
  await client.post(`/v1/orders/${order.id}/pay`, {});
  await stream.event('order.paid');
  expect(stream.events.map(({ event }) => event)).toEqual(['snapshot', 'order.paid']);
  stream.close();
});

test('marks in an unknown form are taken for none, so what they stand for is done again', async () => {
  const { context, worker } = system;
  const reconciled = () => worker.log.filter(({ msg }) => msg === 'reconciled alarms with the ledger').length;
  await until(() => reconciled() > 0);
  const before = reconciled();
  const unknown = '{"version":2}';
  for (const mark of ['reconciled', 'followed', 'webhooks-queued']) await context.redis.set(mark, unknown);
  await until(() => reconciled() > before);
  for (const mark of ['reconciled', 'followed', 'webhooks-queued']) {
    await until(async () => (await context.redis.get(mark)) !== unknown);
  }
  const failures = worker.log.filter(({ msg }) => String(msg).startsWith('task failed'));
  expect(failures).toEqual([]);
});
