import { startThrowawayPostgres, startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

/** Where a contender keeps its data: a database of its own in Postgres, and one in Redis. */
export interface Stores {
  databaseUrl: string;
  redisUrl: string;
  /** For the benchmark's own questions to the stores, outside what is measured. */
  postgres: Pool;
  redis: Redis;
  /** Deletes the data. */
  close(): Promise<void>;
}

/** One Postgres with fsync on and one Redis with an append-only file, for all contenders of a run. */
export interface Servers {
  /** Of the servers' main processes. */
  pids: { postgres: number; redis: number };
  /** Creates empty databases. */
  open(): Promise<Stores>;
  stop(): Promise<void>;
}

/** Redis has 64 databases; database 0 stays unused. */
const redisDatabases = 63;

/** @param durable both write to disk what they acknowledge, as in production */
export async function startServers(durable = true): Promise<Servers> {
  const [postgres, redis] = await Promise.all([
    startThrowawayPostgres({ durable }),
    startThrowawayRedis({ persistent: durable }),
  ]);
  const admin = pool(postgres.url, 1);
  const open = new Set<Stores>();
  let opened = 0;
  return {
    pids: { postgres: postgres.pid, redis: redis.pid },
    async open() {
      opened += 1;
      const name = `bench_${opened}`;
      await admin.query(`create database ${name}`);
      // Otherwise writing what others left would be charged to this one.
      await admin.query('checkpoint');
      const databaseUrl = postgres.url.replace(/[^/]*$/, name);
      const redisUrl = `${redis.url}/${1 + (opened % redisDatabases)}`;
      const ownPool = pool(databaseUrl, 2);
      const ownRedis = new Redis(redisUrl);
      // What a contender may have left on, at a cost for all.
      await ownRedis.config('SET', 'notify-keyspace-events', '');
      const stores: Stores = {
        databaseUrl,
        redisUrl,
        postgres: ownPool,
        redis: ownRedis,
        async close() {
          open.delete(stores);
          await ownPool.end();
          await admin.query(`drop database ${name} with (force)`);
          await ownRedis.flushdb();
          ownRedis.disconnect();
        },
      };
      open.add(stores);
      return stores;
    },
    async stop() {
      // Those of a question that failed.
      for (const stores of open) await stores.close();
      await admin.end();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

function pool(connectionString: string, max: number): Pool {
  const created = new Pool({ connectionString, max });
  // Postgres may stop before the pool has closed every connection.
  created.on('error', () => undefined);
  return created;
}
