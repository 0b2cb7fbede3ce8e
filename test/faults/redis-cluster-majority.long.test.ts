import { once } from 'node:events';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { createConsumerRedis } from '@order-countdown/shared/redis/connection';
import { slotOf } from '@order-countdown/shared/redis/key-slot';
import type { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { startRedisCluster, type ClusterNode } from '../support/redis-cluster.ts';
import { startSteadyLoad } from '../support/steady-load.ts';
import { withoutSweep } from '../support/system.ts';
import { until, untilInstant, untilNone } from '../support/until.ts';

let system: ClusterSystem;

beforeAll(async () => {
  system = await startClusterSystem({ worker: withoutSweep });
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
});

afterAll(() => system.close());

/** Longer than the 6 s after which BullMQ resets a connection that blocks without an answer. */
const standstillMs = 8_000;

/** Of the masters, more than half. */
async function majority(): Promise<ClusterNode[]> {
  const slots = system.layout.shards.map(({ tag }) => slotOf(tag.slice(1, -1)));
  const masters = new Set(await Promise.all(slots.map((slot) => system.cluster.masterOf(slot))));
  return [...masters].slice(0, Math.floor(masters.size / 2) + 1);
}

/** There is no sweep, so alarms alone cancel them. */
async function alarmsRingInAllShards(): Promise<void> {
  const pending = new Map<string, number>();
  while (new Set(pending.values()).size < system.layout.shards.length) {
    const { body } = await system.client.place({ expiresInSeconds: 1 });
    pending.set(body.id, system.layout.indexOf(body.id));
  }
  await untilNone(async () => {
    for (const id of pending.keys()) {
      const { body } = await system.client.get(`/v1/orders/${id}`);
      if (body.status === 'cancelled') pending.delete(id);
    }
    return [...pending.values()];
  });
}

test.each([1, 2, 3])('after most masters stood still, the consumers of all shards go on (%i)', async () => {
  const load = startSteadyLoad(system.api.url, 2);
  await until(() => load.answered() > 50);
  const masters = await majority();
  for (const master of masters) master.freeze();
  await untilInstant(Date.now() + standstillMs);
  for (const master of masters) master.thaw();
  await system.cluster.whole();
  const then = load.answered();
  await until(() => load.answered() > then + 50);
  expect(await load.stop()).toEqual([]);
  await alarmsRingInAllShards();
});

test('connecting to a cluster that is not whole ends once it is', async () => {
  const cluster = await startRedisCluster({ masters: 2, replicas: false });
  const redis = createConsumerRedis(cluster.url, createLogger('test', 'silent')) as Cluster;
  // As BullMQ makes those on which workers block.
  const duplicate = redis.duplicate();
  try {
    for (const client of [redis, duplicate]) {
      await until(() => client.status === 'ready');
      await cluster.whole();
      const owner = await cluster.masterOf(0);
      for (const node of cluster.nodes) await node.redis.call('CLUSTER', 'DELSLOTS', 0);
      client.disconnect();
      await once(client, 'end');
      const connected = client.connect();
      await once(client, 'reconnecting');
      await owner.redis.call('CLUSTER', 'ADDSLOTS', 0);
      await connected;
      expect(client.status).toBe('ready');
    }
  } finally {
    redis.disconnect();
    duplicate.disconnect();
    await cluster.stop();
  }
});
