import { randomUUID } from 'node:crypto';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { inject } from 'vitest';
import { createDatabase } from './database.ts';

/** A test file's own migrated Postgres database and empty Redis database, with clients to inspect both. */
export interface TestContext {
  databaseUrl: string;
  redisUrl: string;
  postgres: Pool;
  /** Not connected where `redisUrl` is `none`. */
  redis: Redis;
  close(): Promise<void>;
}

/** The throwaway Redis has 64; the first one counts the others. */
const redisDatabases = 63;

/** @param redisUrl another Redis than the shared one, for tests that stop or empty it; `none`: Postgres holds the queues */
export async function createTestContext(redisUrl?: string): Promise<TestContext> {
  const databaseUrl = await createDatabase(
    inject('postgresUrl'),
    `test_${randomUUID().replaceAll('-', '')}`,
    'template',
  );
  const url = redisUrl ?? (await nextRedisDatabase(inject('redisUrl')));
  const postgres = new Pool({ connectionString: databaseUrl, max: 4 });
  const isAlone = url === 'none';
  if (isAlone) await migrate(databaseUrl, createLogger('test', 'warn'), { redisUrl: url });
  const options = { retryStrategy: () => 100, maxRetriesPerRequest: null };
  const redis = isAlone ? new Redis({ ...options, lazyConnect: true }) : new Redis(url, options);
  redis.on('error', () => undefined);
  if (redisUrl === undefined) await redis.flushdb();
  return {
    databaseUrl,
    redisUrl: url,
    postgres,
    redis,
    async close() {
      redis.disconnect();
      await postgres.end();
    },
  };
}

async function nextRedisDatabase(serverUrl: string): Promise<string> {
  const redis = new Redis(serverUrl);
  const count = await redis.incr('test-databases');
  redis.disconnect();
  const url = new URL(serverUrl);
  url.pathname = `/${1 + (count % redisDatabases)}`;
  return url.href;
}
