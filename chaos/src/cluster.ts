import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { createProcess, type Role, type ServiceProcess } from './processes/service-process.ts';
import { startPostgresPair, type PostgresPair } from './postgres/pair.ts';
import { startRedisNodes, type RedisNodes } from './redis/nodes.ts';
import { startRedisPair, type RedisPair } from './redis/pair.ts';

/** The service as it runs in production, on this machine: two apis, two workers, each store with its second. */
export interface Cluster {
  postgres: PostgresPair;
  redis: RedisPair | RedisNodes;
  apis: readonly ServiceProcess[];
  workers: readonly ServiceProcess[];
  processes: readonly ServiceProcess[];
  /** Ends everything. Safe to call twice. */
  close(): Promise<void>;
}

/** A master with its replica, or a Redis Cluster of three masters with a replica each. */
export type RedisKind = 'pair' | 'cluster';

export interface ClusterOptions {
  /** An existing folder for the logs. */
  logFolder: string;
  /** Default 2. */
  processesPerRole?: number;
  /** Default: a pair. */
  redis?: RedisKind;
  env?: Record<string, string>;
}

export async function startCluster({
  logFolder,
  processesPerRole = 2,
  redis: redisKind = 'pair',
  env = {},
}: ClusterOptions): Promise<Cluster> {
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (const close of closers.toReversed()) await close();
  }
  const close = (): Promise<void> => (closed ??= closeAll());

  try {
    const log = openLog(logFolder);
    closers.push(() => log.close());
    const postgres = await startPostgresPair(log.writerOf('postgres'));
    closers.push(() => postgres.close());
    const startRedis = redisKind === 'pair' ? startRedisPair : startRedisNodes;
    const redis = await startRedis(log.writerOf('redis'));
    closers.push(() => redis.close());
    await migrate(postgres.primary.url, createLogger('chaos', 'error'));
    // With several partitions, as a ledger has sooner or later, Postgres runs statements in another way than with one.
    await postgres.primary.query('select make_partitions(62)');
    const processes: ServiceProcess[] = [];
    closers.push(async () => void (await Promise.all(processes.map((each) => each.close()))));
    for (const role of ['api', 'worker'] satisfies Role[]) {
      for (let n = 1; n <= processesPerRole; n += 1) {
        const stores = { postgres: postgres.primary, redis };
        const one = await createProcess({ name: `${role}-${n}`, role, stores, env, logFolder });
        processes.push(one);
        postgres.links.add(one.links.postgres);
      }
    }
    await Promise.all(processes.map((each) => each.start()));
    return {
      postgres,
      redis,
      processes,
      apis: processes.filter(({ role }) => role === 'api'),
      workers: processes.filter(({ role }) => role === 'worker'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One file for each store. */
function openLog(folder: string) {
  const files = ['postgres', 'redis'].map(
    (name) => [name, createWriteStream(join(folder, `${name}.log`))] as const,
  );
  return {
    writerOf: (store: 'postgres' | 'redis') => (line: string) => {
      const file = files.find(([name]) => name === store)?.[1];
      if (file?.writable) file.write(`${line}\n`);
    },
    async close() {
      for (const [, file] of files) file.end();
    },
  };
}
