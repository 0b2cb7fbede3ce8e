import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { startWorker } from '../support/processes.ts';
import { withoutSweep } from '../support/system.ts';
import { until, untilNone } from '../support/until.ts';

/* The smallest form of what redis-cluster*.long.test.ts tests under load. */

let system: ClusterSystem;

beforeAll(async () => {
  // Without the sweep, only their alarms cancel orders.
  system = await startClusterSystem({ worker: withoutSweep });
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  await until(async () => (await system.client.get('/health/ready')).body.redis === 'up');
});

afterAll(() => system.close());

const statusOf = async (id: string): Promise<string> =>
  (await system.client.get(`/v1/orders/${id}`)).body.status;

const slotOfShard = ({ tag }: { tag: string }) => slotOf(tag.slice(1, -1));

/** Places orders until each shard has one. */
async function placeInAllShards(expiresInSeconds: number): Promise<string[]> {
  const found = new Map<string, string>();
  while (found.size < system.layout.shards.length) {
    const placed = await Promise.all(
      Array.from({ length: 16 }, () => system.client.place({ expiresInSeconds })),
    );
    for (const { status, body } of placed) {
      expect(status).toBe(201);
      found.set(system.layout.shardOf(body.id).queue, body.id);
    }
  }
  return [...found.values()];
}

const areAll = (ids: readonly string[], status: string) =>
  until(async () => (await Promise.all(ids.map(statusOf))).every((each) => each === status));

test('orders of all shards are paid, and cancelled by their alarms', async () => {
  const [kept, lapsing] = await Promise.all([placeInAllShards(600), placeInAllShards(2)]);
  for (const id of kept) {
    expect(await system.client.post(`/v1/orders/${id}/pay`)).toMatchObject({ status: 200 });
  }
  await areAll(lapsing, 'cancelled');
  expect(await Promise.all(kept.map(statusOf))).toEqual(kept.map(() => 'paid'));
  await untilNone(() => system.brokenPromises(3_600_000));
});

test('a master that is killed costs no deadline, and all is right again by itself', async () => {
  // With the sweep: an alarm that is not set before its deadline is left to it.
  const sweeping = await startWorker(system.stores);
  const [before, lasting] = await Promise.all([placeInAllShards(4), placeInAllShards(600)]);
  const [shard] = system.layout.shards;
  const killed = await system.cluster.masterOf(slotOfShard(shard!));
  await killed.kill();
  const during = await placeInAllShards(2);
  await until(() => system.cluster.masterOf(slotOfShard(shard!)).catch(() => null));
  await system.cluster.whole();

  await areAll([...before, ...during], 'cancelled');
  for (const id of lasting) {
    expect(await system.client.post(`/v1/orders/${id}/pay`)).toMatchObject({ status: 200 });
  }
  await untilNone(() => system.brokenPromises());
  expect(await sweeping.end()).toBe(0);
});
