import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import {
  password,
  startNode,
  type ClusterNode,
  type FormingNode,
  type NodeOptions,
} from './redis-cluster-node.ts';
import { moveSlot } from './redis-cluster-slots.ts';
import { until } from './until.ts';

export type { ClusterNode, NodeAddress } from './redis-cluster-node.ts';

/** A Redis Cluster on loopback: masters that share the slots evenly, and as many replicas. */
export interface RedisCluster {
  /** For `REDIS_URL`. */
  url: string;
  /** The masters at the beginning, and then their replicas in the same order. */
  nodes: readonly ClusterNode[];
  /** Of those that run, the one that serves this slot. `without` is not asked: it is frozen. */
  masterOf(slot: number, without?: ClusterNode): Promise<ClusterNode>;
  /** Gives a slot with all its keys to another master, while it serves. */
  moveSlot(slot: number, to: ClusterNode): Promise<void>;
  /** Waits until a master that answers serves each slot. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

const slots = 16_384;

export interface ClusterOptions extends NodeOptions {
  masters?: number;
  /** Each master has one. Default true. */
  replicas?: boolean;
}

export async function startRedisCluster(options: ClusterOptions = {}): Promise<RedisCluster> {
  const { masters = 3, replicas = true } = options;
  const folder = makeTemporaryFolder('cluster');
  const count = replicas ? 2 * masters : masters;
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) => startNode(join(folder, `${index}`), index, options)),
  );
  await form(nodes, masters);
  const address = ({ port }: ClusterNode) => `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`;

  async function servesSlot(node: ClusterNode, slot: number): Promise<boolean> {
    const line = (await linesOf(node)).find((each) => each.includes('myself'));
    if (!line?.includes('master')) return false;
    return line
      .split(' ')
      .slice(8)
      .some((range) => {
        const [first, last = first] = range.split('-').map(Number);
        return first! <= slot && slot <= last!;
      });
  }
  const cluster: RedisCluster = {
    url: nodes.map(address).join(','),
    nodes,
    async masterOf(slot, without) {
      const asked = nodes.filter((node) => node !== without);
      for (const node of asked) if (await servesSlot(node, slot).catch(() => false)) return node;
      throw new Error(`no node serves the slot ${slot}`);
    },
    async moveSlot(slot, to) {
      const from = await cluster.masterOf(slot);
      await moveSlot(nodes, { slot, from, to, password });
    },
    async whole() {
      await until(async () => {
        const states = await Promise.all(nodes.map((node) => stateOf(node).catch(() => 'away')));
        return states.every((state) => state === 'ok' || state === 'away') && states.includes('ok');
      });
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await cluster.whole();
  return cluster;
}

async function form(nodes: readonly ClusterNode[], masters: number): Promise<void> {
  const all = nodes as readonly FormingNode[];
  await Promise.all(all.map(({ redis }, index) => redis.cluster('SET-CONFIG-EPOCH', index + 1)));
  await Promise.all(
    all.slice(0, masters).map(({ redis }, index) => {
      const [first, next] = [index, index + 1].map((at) => Math.ceil((at * slots) / masters));
      return redis.call('CLUSTER', 'ADDSLOTSRANGE', first!, next! - 1);
    }),
  );
  const [first, ...others] = all;
  for (const { met } of others)
    await first!.redis.call('CLUSTER', 'MEET', '127.0.0.1', met.port, met.busPort);
  await until(async () => {
    const known = await Promise.all(all.map(async (each) => (await linesOf(each)).length));
    const isHandshaking = (await Promise.all(all.map(linesOf)))
      .flat()
      .some((line) => line.includes('handshake'));
    return !isHandshaking && known.every((count) => count === all.length);
  });
  await Promise.all(
    all.slice(masters).map(async ({ redis }, index) => {
      const id = await all[index]!.redis.call('CLUSTER', 'MYID');
      await redis.call('CLUSTER', 'REPLICATE', String(id));
      await until(async () => (await redis.info('replication')).includes('master_link_status:up'));
    }),
  );
}

const linesOf = async ({ redis }: ClusterNode): Promise<string[]> =>
  String(await redis.cluster('NODES'))
    .trim()
    .split('\n');

async function stateOf({ redis }: ClusterNode): Promise<string> {
  if (redis.status !== 'ready') return 'away';
  return /cluster_state:(\w+)/.exec(await redis.cluster('INFO'))?.[1] ?? 'unknown';
}
