import { startThrowawayPostgres, startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

/** Where a contender keeps its data during one turn: an empty database and an empty Redis. */
export interface Stores {
  databaseUrl: string;
  redisUrl: string;
  /** For the benchmark's own questions to the stores, outside what is measured. */
  postgres: Pool;
  redis: Redis;
}

/** One Postgres with fsync on and one Redis with an append-only file, for all contenders of a run. */
export interface Servers {
  /** Of the servers' main processes. */
  pids: { postgres: number; redis: number };
  /** Empties both servers, and creates a database. One contender at a time. */
  fresh(): Promise<Stores>;
  stop(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const [postgres, redis] = await Promise.all([
    startThrowawayPostgres({ durable: true }),
    startThrowawayRedis({ persistent: true }),
  ]);
  const admin = pool(postgres.url, 1);
  const redisClient = new Redis(redis.url);
  let used: { name: string; postgres: Pool } | undefined;
  let turns = 0;

  async function dropUsed(): Promise<void> {
    if (!used) return;
    await used.postgres.end();
    await admin.query(`drop database ${used.name} with (force)`);
    used = undefined;
  }

  return {
    pids: { postgres: postgres.pid, redis: redis.pid },
    async fresh() {
      await dropUsed();
      const name = `turn_${++turns}`;
      await admin.query(`create database ${name}`);
      await redisClient.flushall();
      await admin.query('checkpoint');
      const databaseUrl = postgres.url.replace(/[^/]*$/, name);
      used = { name, postgres: pool(databaseUrl, 2) };
      return { databaseUrl, redisUrl: redis.url, postgres: used.postgres, redis: redisClient };
    },
    async stop() {
      await dropUsed();
      redisClient.disconnect();
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
