import { startThrowawayPostgres, startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { startApi, startWorker, type RunningProcess } from '@order-countdown/test/processes';
import { backendToken } from '@order-countdown/test/tokens';
import { Pool } from 'pg';

/** One API, one worker, and stores with fsync on, all on this machine. */
export interface Stack {
  apiUrl: string;
  worker: RunningProcess;
  postgres: Pool;
  databaseUrl: string;
  redisUrl: string;
  /** Of the servers' main processes. */
  pids: Record<'api' | 'worker' | 'postgres' | 'redis', number>;
  headers: Record<string, string>;
  close(): Promise<void>;
}

export async function startStack(workerEnv: Record<string, string> = {}): Promise<Stack> {
  const [postgres, redis] = await Promise.all([
    startThrowawayPostgres({ durable: true }),
    startThrowawayRedis({ persistent: true }),
  ]);
  await migrate(postgres.url, createLogger('bench', 'warn'));
  const stores = { databaseUrl: postgres.url, redisUrl: redis.url };
  // All clients are at one address.
  const env = {
    LOG_LEVEL: 'info',
    RATE_LIMIT_PER_MINUTE: '10000000',
    MAX_CONNECTIONS_PER_ADDRESS: '12000',
  };
  const [api, worker] = await Promise.all([
    startApi(stores, env),
    startWorker(stores, { ...env, ...workerEnv }),
  ]);
  const pool = new Pool({ connectionString: postgres.url, max: 2 });
  // Postgres may stop before the pool has closed every connection.
  pool.on('error', () => undefined);
  return {
    apiUrl: api.url,
    worker,
    postgres: pool,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    pids: {
      api: api.child.pid ?? 0,
      worker: worker.child.pid ?? 0,
      postgres: postgres.pid,
      redis: redis.pid,
    },
    headers: { Authorization: `Bearer ${backendToken}`, 'Content-Type': 'application/json' },
    async close() {
      await Promise.all([api, worker].map((each) => each.end()));
      await pool.end();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

/** The q-quantile of the values, with `q` from 0 to 1. NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
