import type { ClusterNode } from '@order-countdown/test/redis-cluster';
import type { Disturbance } from '../links/link.ts';
import type { Random } from '../random.ts';
import type { RedisNodes } from '../redis/nodes.ts';
import type { Roles } from '../redis/roles.ts';
import { eventually, hold } from '../waiting.ts';
import type { Fault, Hold, Target } from './fault.ts';

const failoverLimitMs = 6_000;

interface OnCluster extends Hold, Roles {
  redis: RedisNodes;
  processes: Target['cluster']['processes'];
}

/** Starts a fault on a whole cluster, and leaves it whole. */
function onCluster(kind: string, extraMs: number, run: (how: OnCluster) => Promise<void>): Fault {
  return {
    kind,
    area: 'redis',
    extraMs,
    async run({ cluster: { redis, processes } }, how) {
      if (redis.kind !== 'cluster') throw new Error('there is no cluster');
      await redis.whole();
      try {
        await run({ redis, processes, ...how, ...(await redis.roles()) });
      } finally {
        await redis.whole();
      }
    },
  };
}

async function frozen(nodes: readonly ClusterNode[], { holdMs, signal }: Hold): Promise<void> {
  for (const node of nodes) node.freeze();
  await hold(holdMs, signal);
  for (const node of nodes) node.thaw();
}

async function killed(nodes: readonly ClusterNode[], { holdMs, signal }: Hold): Promise<void> {
  await Promise.all(nodes.map((node) => node.kill()));
  await hold(holdMs, signal);
}

/** A network loses what is sent, holds it up, or says that nobody is there. */
const lossOf = (random: Random): Disturbance => ({
  kind: random.pick(['half-open', 'freeze', 'refuse'] as const)!,
});

/** Some processes are on the side of the nodes that are parted from the others, some on the other one, and some see both. */
function partProcesses({ redis, processes, random }: OnCluster, apart: readonly ClusterNode[]): () => void {
  const heal = processes.flatMap(({ links }) => {
    const side = random.pick(['here', 'there', 'both'] as const)!;
    if (side === 'both') return [];
    const lost = redis.nodes.flatMap((node, index) =>
      apart.includes(node) === (side === 'here') ? [] : [links.redis[index]!],
    );
    return lost.map((link) => link.disturb({ kind: 'half-open' }));
  });
  return () => {
    for (const each of heal) each();
  };
}

export const redisClusterFaults: readonly Fault[] = [
  onCluster('cluster-master-killed', 5_000, ({ masters, ...how }) =>
    killed([how.random.pick(masters)!], how),
  ),
  onCluster('cluster-killed', 6_000, ({ redis, ...how }) => killed(redis.nodes, how)),
  onCluster('cluster-master-frozen', 4_000, ({ masters, ...how }) =>
    frozen([how.random.pick(masters)!], how),
  ),
  onCluster('cluster-masters-frozen', 4_000, ({ masters, ...how }) =>
    frozen(how.random.shuffle(masters).slice(0, how.random.int(2, 3)), how),
  ),
  onCluster('cluster-flushed', 1_000, async ({ masters, random, holdMs, signal }) => {
    await random.pick(masters)!.redis.flushall();
    await hold(holdMs, signal);
  }),
  onCluster('cluster-out-of-memory', 1_000, async ({ masters, random, holdMs, signal }) => {
    // Less than what is used: from now on, every write is refused.
    await random.pick(masters)!.redis.config('SET', 'maxmemory', '1');
    await hold(holdMs, signal);
  }),
  onCluster('cluster-slots-moved', 3_000, async ({ redis, random, holdMs, signal }) => {
    const untilMs = performance.now() + holdMs;
    do {
      await redis.moveSlot(random.pick(redis.usedSlots)!);
      await hold(random.int(0, 500), signal);
    } while (performance.now() < untilMs && !signal.aborted);
  }),
  onCluster('cluster-failover', 4_000, async ({ replicas, random, holdMs, signal }) => {
    const replica = random.pick(replicas)!;
    const how = random.pick([[], ['FORCE'], ['TAKEOVER']])!;
    let askedAt = -Infinity;
    await eventually(
      'the replica is the master',
      async () => {
        if ((await replica.redis.info('replication')).includes('role:master')) return true;
        // A node gives up after five seconds.
        if (performance.now() - askedAt < failoverLimitMs) return false;
        askedAt = performance.now();
        await replica.redis.call('CLUSTER', 'FAILOVER', ...how);
        return false;
      },
      30_000,
    );
    await hold(holdMs, signal);
  }),
  // One master, with some of the replicas or without.
  onCluster('cluster-split', 5_000, async (how) => {
    const { redis, masters, replicas, random, holdMs, signal } = how;
    const apart = [random.pick(masters)!, ...random.shuffle(replicas).slice(0, random.int(0, 2))];
    const heal = [redis.part(apart, lossOf(random)), partProcesses(how, apart)];
    try {
      await hold(holdMs, signal);
    } finally {
      for (const each of heal) each();
    }
  }),
  // Each node alone: nobody can be elected.
  onCluster('cluster-shattered', 5_000, async ({ redis, random, holdMs, signal }) => {
    const disturbance = lossOf(random);
    const heal = redis.nodes.map((node) => redis.part([node], disturbance));
    try {
      await hold(holdMs, signal);
    } finally {
      for (const each of heal) each();
    }
  }),
];
