import { isOrderId } from '@order-countdown/shared/order/order-id';
import { countdownKeyIn } from '@order-countdown/shared/redis/countdown';
import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { withoutSweep } from '../support/system.ts';
import { openStream } from '../support/stream.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

let system: ClusterSystem;

beforeAll(async () => {
  system = await startClusterSystem({ worker: withoutSweep });
  await until(async () => (await readiness()).redis === 'up');
});

afterAll(() => system.close());

const readiness = async () => (await system.client.get('/health/ready')).body;
const statusOf = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body.status;

/** What Redis has of an order: its alarm and its countdown key, in the shard that its id tells. */
async function inRedis(id: string): Promise<{ alarm: boolean; countdown: boolean }> {
  const { queue, prefix, tag } = system.layout.shardOf(id);
  const [score, countdown] = await Promise.all([
    system.redis.zscore(`${prefix}:${queue}:delayed`, id),
    system.redis.exists(countdownKeyIn(tag, id)),
  ]);
  return { alarm: score !== null, countdown: countdown === 1 };
}

const unset = { alarm: false, countdown: false };
const set = { alarm: true, countdown: true };

test('orders of all shards are placed, paid, and cancelled by their alarms', async () => {
  const placed = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      system.client.place({ expiresInSeconds: index % 2 === 0 ? 2 : 600 }),
    ),
  );
  expect(placed.map(({ status }) => status)).toEqual(placed.map(() => 201));
  const ids: string[] = placed.map(({ body }) => body.id);
  expect(ids.every(isOrderId)).toBe(true);
  const masters = new Set(
    ids.map((id) => Math.floor((slotOf(system.layout.shardOf(id).tag.slice(1, -1)) * 3) / 16_384)),
  );
  expect(masters.size).toBe(3);
  const short = ids.filter((_, index) => index % 2 === 0);
  const long = ids.filter((_, index) => index % 2 === 1);
  for (const id of long) expect(await inRedis(id)).toEqual(set);

  await until(async () => (await Promise.all(short.map(statusOf))).every((status) => status === 'cancelled'));
  for (const id of short) await until(async () => !(await inRedis(id)).alarm);

  for (const id of long) {
    const { status } = await system.client.post(`/v1/orders/${id}/pay`, { paymentReference: `pay_${id}` });
    expect(status).toBe(200);
    expect(await inRedis(id)).toEqual(unset);
  }
  expect(await system.brokenPromises(3_600_000)).toEqual([]);
});

test('a stream is told of the payment by a message of its shard', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 600 });
  const stream = await openStream(`${system.api.url}/v1/orders/${order.id}/stream`, {
    Authorization: `Bearer ${backendToken}`,
  });
  await until(() => stream.events.length > 0);
  await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_stream' });
  // Without a message, it would be read after fifteen seconds.
  await until(() => stream.events.some(({ event }) => event === 'order.paid'), 5_000);
  await stream.ended(5_000);
  expect(stream.events.map(({ event }) => event)).toEqual(['snapshot', 'order.paid']);
});
