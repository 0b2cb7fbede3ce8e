import { randomUUID } from 'node:crypto';
import { checkPromises, type Break } from '@order-countdown/promises/check';
import { createToolRedis, type Redis } from '@order-countdown/shared/redis/connection';
import { createLayout, type AlarmLayout } from '@order-countdown/shared/redis/layout';
import { Client as PostgresClient, Pool } from 'pg';
import { inject } from 'vitest';
import { createClient, type Client } from './client.ts';
import { createDatabase } from './database.ts';
import { startApi, startWorker, type RunningProcess } from './processes.ts';
import { startRedisCluster, type ClusterOptions, type RedisCluster } from './redis-cluster.ts';

/** The whole service on a Redis Cluster of its own. */
export interface ClusterSystem {
  cluster: RedisCluster;
  layout: AlarmLayout;
  /** Of all masters. */
  redis: Redis;
  postgres: Pool;
  stores: { databaseUrl: string; redisUrl: string };
  api: RunningProcess;
  worker: RunningProcess;
  client: Client;
  /** All promises, those about Redis too. */
  brokenPromises(sweepIntervalMs?: number): Promise<Break[]>;
  close(): Promise<void>;
}

export async function startClusterSystem(
  env: { api?: Record<string, string>; worker?: Record<string, string> } = {},
  options: ClusterOptions = {},
): Promise<ClusterSystem> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const [cluster, databaseUrl] = await Promise.all([
    startRedisCluster(options),
    createDatabase(inject('postgresUrl'), name, 'template'),
  ]);
  const stores = { databaseUrl, redisUrl: cluster.url };
  const [api, worker] = await Promise.all([startApi(stores, env.api), startWorker(stores, env.worker)]);
  const redis = createToolRedis(cluster.url);
  const postgres = new Pool({ connectionString: databaseUrl, max: 4 });
  const layout = createLayout(16, true);
  return {
    cluster,
    layout,
    redis,
    postgres,
    stores,
    api,
    worker,
    client: createClient(api.url),
    async brokenPromises(sweepIntervalMs = 1_000) {
      const client = new PostgresClient({ connectionString: databaseUrl });
      await client.connect();
      try {
        return await checkPromises({ postgres: client, redis, layout, sweepIntervalMs });
      } finally {
        await client.end();
      }
    },
    async close() {
      const codes = await Promise.all([api.end(), worker.end()]);
      redis.disconnect();
      await postgres.end();
      await cluster.stop();
      if (codes.some((code) => code !== 0 && code !== null))
        throw new Error(`exit codes ${codes.join(', ')}`);
    },
  };
}
