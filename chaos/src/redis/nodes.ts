import { createLayout } from '@order-countdown/shared/redis/layout';
import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { startRedisCluster, type ClusterNode, type RedisCluster } from '@order-countdown/test/redis-cluster';
import { openGate, type Disturbance, type Gate } from '../links/link.ts';
import { eventually } from '../waiting.ts';
import { readRoles, type Roles } from './roles.ts';
import { countClients, type RedisStore, type RedisWay } from './store.ts';

/** As by default in a cluster. */
const shards = 16;

/** Short, so that most faults outlast it: 15 s by default. */
const nodeTimeoutMs = 2_000;

/** How long a replica waits for a word of its master, which says one each second: a minute by default. */
const replicaTimeoutSeconds = 5;

const wholeLimitMs = 60_000;

/**
 * A Redis Cluster of three masters and three replicas. Each node is reached through gates, by clients, by its replica, and by the
 * others on its bus; since all come from addresses of their own, any two can be parted.
 */
export interface RedisNodes extends RedisStore {
  readonly kind: 'cluster';
  readonly nodes: readonly ClusterNode[];
  /** Who is what, as the nodes that answer say. */
  roles(): Promise<Roles>;
  /** Slots in which the service has keys. */
  readonly usedSlots: readonly number[];
  /** Gives a slot to the next master, while it serves. Tries again until it is done. */
  moveSlot(slot: number): Promise<void>;
  /** Parts nodes from all others. @returns a function that ends it */
  part(nodes: readonly ClusterNode[], disturbance: Disturbance): () => void;
}

/** Of a node, or of a process. */
const addressOf = (kind: 'node' | 'process', index: number): string =>
  `127.0.${kind === 'node' ? 1 : 2}.${index + 1}`;

export async function startRedisNodes(log: (line: string) => void): Promise<RedisNodes> {
  const gates: Record<'client' | 'bus', Gate>[] = [];
  const cluster = await startRedisCluster({
    async settings({ index, port, busPort }) {
      const [client, bus] = await Promise.all([openGate(port), openGate(busPort)]);
      gates[index] = { client, bus };
      return {
        'bind-source-addr': addressOf('node', index),
        'cluster-announce-ip': '127.0.0.1',
        'cluster-announce-port': String(client.port),
        'cluster-announce-bus-port': String(bus.port),
        'cluster-node-timeout': String(nodeTimeoutMs),
        'repl-ping-replica-period': '1',
        'repl-timeout': String(replicaTimeoutSeconds),
        appendonly: 'yes',
      };
    },
    onLine: log,
  });
  const layout = createLayout(shards, true);
  const usedSlots = layout.shards.map(({ tag }) => slotOf(tag.slice(1, -1)));
  let processes = 0;

  function part(apart: readonly ClusterNode[], disturbance: Disturbance): () => void {
    const heal: (() => void)[] = [];
    cluster.nodes.forEach((one, from) => {
      cluster.nodes.forEach((other, to) => {
        if (apart.includes(one) === apart.includes(other)) return;
        for (const gate of Object.values(gates[to]!)) {
          const way = gate.from(addressOf('node', from));
          if (disturbance.kind === 'refuse') way.cut();
          heal.push(way.disturb({ ...disturbance }));
        }
      });
    });
    return () => {
      for (const each of heal) each();
    };
  }

  async function openWay(): Promise<RedisWay> {
    const address = addressOf('process', (processes += 1));
    const links = gates.map(({ client }) => client.from(address));
    const ports = gates.map(({ client }) => String(client.port));
    return {
      url: () => through(cluster.url, ports),
      links,
      env: { CHAOS_SOURCE_ADDRESS: address, CHAOS_SOURCE_PORTS: ports.join(',') },
      nodeOptions: [`--import=${new URL('../processes/source-address.ts', import.meta.url).href}`],
      close: async () => links.forEach((link) => link.cut()),
    };
  }

  return {
    kind: 'cluster',
    url: cluster.url,
    nodes: cluster.nodes,
    layout,
    usedSlots,
    openWay,
    roles: () => readRoles(cluster.nodes),
    whole: () => makeWhole(cluster),
    moveSlot: (slot) =>
      eventually(`slot ${slot} is moved`, () => moveToNext(cluster, slot), wholeLimitMs).then(
        () => undefined,
      ),
    part,
    async connections() {
      const lists = await Promise.all(cluster.nodes.map(({ redis }) => redis.call('CLIENT', 'LIST')));
      return Math.max(...lists.map(countClients));
    },
    connectionFactor: 3,
    async close() {
      await cluster.stop();
      await Promise.all(gates.flatMap((gate) => Object.values(gate)).map((gate) => gate.close()));
    },
  };
}

function through(urls: string, ports: readonly string[]): string {
  return urls
    .split(',')
    .map((url, index) => url.replace(/\d+$/, ports[index]!))
    .join(',');
}

/** All run, all slots are served, each master has a replica that follows it, and all nodes say so. */
async function makeWhole({ nodes }: RedisCluster): Promise<void> {
  for (const node of nodes) node.thaw();
  await Promise.all(nodes.map((node) => node.start()));
  await Promise.all(
    nodes.map((node) =>
      eventually('a node has memory', () => node.redis.config('SET', 'maxmemory', '0'), wholeLimitMs),
    ),
  );
  await eventually(
    'the cluster is whole',
    async () => {
      const { problems, misplaced } = await readRoles(nodes);
      for (const [node, masterId] of misplaced) await node.redis.call('CLUSTER', 'REPLICATE', masterId);
      if (problems.length > 0) throw new Error(problems.join('; '));
      return misplaced.length === 0;
    },
    wholeLimitMs,
  );
}

async function moveToNext(cluster: RedisCluster, slot: number): Promise<true> {
  const { masters } = await readRoles(cluster.nodes);
  const from = await cluster.masterOf(slot);
  await cluster.moveSlot(slot, masters[(masters.indexOf(from) + 1) % masters.length]!);
  return true;
}
