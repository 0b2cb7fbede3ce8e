import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startRedis } from '@order-countdown/local-services/redis';
import type { LocalService } from '@order-countdown/local-services/service';
import { Redis } from 'ioredis';

/** One Redis server. It keeps its port and its append-only file when it is started again. */
export interface RedisInstance {
  readonly url: string;
  readonly port: number;
  /** Starts it, if it isn't running. Resolves when its data is loaded. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** SIGSTOP. @returns a function that lets it go on */
  freeze(): () => void;
  /** Writes a snapshot beside the data, and forgets earlier ones. */
  saveSnapshot(): Promise<void>;
  /** Kills it, and starts it with the snapshot instead of its data. */
  restartFromSnapshot(): Promise<void>;
  /** Runs commands on a connection of their own. */
  withClient<Result>(work: (client: Redis) => Promise<Result>): Promise<Result>;
  /** Kills it and deletes its data. */
  remove(): Promise<void>;
}

/** @param password shared by a pair: a replica signs in with it */
export async function createRedisInstance(
  password: string,
  log: (line: string) => void,
): Promise<RedisInstance> {
  const dataDir = mkdtempSync(join(tmpdir(), `order-countdown-chaos-${process.pid}-redis-`));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'password'), password, { mode: 0o600 });
  const port = await findFreePort();
  const run = (durable: boolean): Promise<LocalService> => startRedis({ dataDir, port, durable, log });
  let service = await run(true);

  async function withClient<Result>(work: (client: Redis) => Promise<Result>): Promise<Result> {
    const client = new Redis(service.url, { maxRetriesPerRequest: 0, commandTimeout: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.config('SET', 'masterauth', password);
      return await work(client);
    } finally {
      client.disconnect();
    }
  }

  async function kill(): Promise<void> {
    service.signal('SIGKILL');
    await service.exited;
  }

  return {
    url: service.url,
    port,
    async start() {
      if (service.hasExited()) service = await run(true);
    },
    kill,
    freeze() {
      service.signal('SIGSTOP');
      return () => service.signal('SIGCONT');
    },
    async saveSnapshot() {
      await withClient((client) => client.save());
      copyFileSync(join(dataDir, 'dump.rdb'), join(dataDir, 'old.rdb'));
    },
    async restartFromSnapshot() {
      await kill();
      rmSync(join(dataDir, 'appendonlydir'), { recursive: true, force: true });
      rmSync(join(dataDir, 'appendonly.aof'), { force: true }); // before Redis 7
      copyFileSync(join(dataDir, 'old.rdb'), join(dataDir, 'dump.rdb'));
      // With an append-only file configured, Redis would not look at the snapshot.
      service = await run(false);
      await withClient((client) => client.config('SET', 'appendonly', 'yes'));
    },
    withClient,
    async remove() {
      await kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
