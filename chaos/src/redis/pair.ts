import { randomBytes } from 'node:crypto';
import { createLayout } from '@order-countdown/shared/redis/layout';
import type { Redis } from 'ioredis';
import { openLink, throughLink, type Link } from '../links/link.ts';
import { eventually, hold } from '../waiting.ts';
import { createRedisInstance, type RedisInstance } from './instance.ts';
import { countClients, type RedisStore } from './store.ts';

const replicaLimitMs = 30_000;

/** A master and its replica. Only one fault at a time may touch the pair, and each begins with {@link RedisPair.whole}. */
export interface RedisPair extends RedisStore {
  readonly kind: 'pair';
  readonly master: RedisInstance;
  /** Promotes the replica. The old master becomes its replica, and stays the clients' target for `readOnlyMs`. */
  failOver(options: { readOnlyMs: number; signal: AbortSignal }): Promise<void>;
}

export async function startRedisPair(log: (line: string) => void): Promise<RedisPair> {
  const links = new Set<Link>();
  const password = randomBytes(16).toString('hex');
  const create = (name: string): Promise<RedisInstance> =>
    createRedisInstance(password, (line) => log(`${name} ${line}`));
  let [master, replica] = await Promise.all([create('redis-1'), create('redis-2')]);

  async function whole(): Promise<void> {
    await Promise.all([master.start(), replica.start()]);
    await eventually(
      'Redis takes commands',
      () => master.withClient((client) => client.ping()),
      replicaLimitMs,
    );
    // A master that is out of memory or read-only was left so by an earlier fault.
    await master.withClient(async (client) => {
      await client.config('SET', 'maxmemory', '0');
      // Else a replica that comes back waits for others to come back with it.
      await client.config('SET', 'repl-diskless-sync-delay', '0');
      await client.replicaof('NO', 'ONE');
    });
    await replica.withClient((client) => client.replicaof('127.0.0.1', master.port));
    await eventually('the replica follows', () => replica.withClient(follows), replicaLimitMs);
  }

  async function failOver({
    readOnlyMs,
    signal,
  }: {
    readOnlyMs: number;
    signal: AbortSignal;
  }): Promise<void> {
    [master, replica] = [replica, master];
    await master.withClient((client) => client.replicaof('NO', 'ONE'));
    await replica.withClient((client) => client.replicaof('127.0.0.1', master.port));
    await hold(readOnlyMs, signal);
    for (const link of links) link.pointAt(master.port);
  }

  await whole();
  return {
    kind: 'pair',
    get master() {
      return master;
    },
    get url() {
      return master.url;
    },
    layout: createLayout(1),
    async openWay() {
      const link = await openLink(master.port);
      // It follows failovers.
      links.add(link);
      return {
        url: () => throughLink(link, master.url),
        links: [link],
        env: {},
        nodeOptions: [],
        async close() {
          links.delete(link);
          await link.close();
        },
      };
    },
    whole,
    failOver,
    connections: () => master.withClient(async (client) => countClients(await client.call('CLIENT', 'LIST'))),
    connectionFactor: 1,
    async close() {
      await Promise.all([replica.remove(), master.remove()]);
    },
  };
}

async function follows(client: Redis): Promise<boolean> {
  return (await client.info('replication')).includes('master_link_status:up');
}
