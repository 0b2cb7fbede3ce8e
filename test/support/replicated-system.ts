import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { createOwnDatabase } from './app-roles.ts';
import { createClient, type Client } from './client.ts';
import type { InsistentLoad } from './insistent-load.ts';
import { startPgbouncer } from './pgbouncer.ts';
import { startPostgresProxy, type PostgresProxy } from './postgres-proxy.ts';
import { startApi, startWorker, type RunningProcess } from './processes.ts';
import { brokenPromises } from './promises.ts';
import { inSession, startReplicatedPostgres, type ReplicatedPostgres } from './replicated-postgres.ts';
import { until } from './until.ts';

/** A primary and a standby behind HAProxy. The api connects to HAProxy, and the worker to a PgBouncer in front of it. */
export interface ReplicatedSystem {
  replicated: ReplicatedPostgres;
  proxy: PostgresProxy;
  api: RunningProcess;
  worker: RunningProcess;
  client: Client;
  /** How often the worker has reconciled Redis so far. */
  reconciliations(): number;
  untilReadyIs(status: 200 | 503): Promise<void>;
  /** The port of the server to which HAProxy leads a new connection. */
  portBehindProxy(): Promise<number>;
  /** The primary has every order of the load, once and paid, and every promise is kept. */
  expectNothingLost(load: InsistentLoad): Promise<void>;
  close(): Promise<void>;
}

/** The same database and role, on another server. */
function onServer(databaseUrl: string, serverUrl: string): string {
  const url = new URL(databaseUrl);
  url.host = new URL(serverUrl).host;
  return url.href;
}

export async function startReplicatedSystem(): Promise<ReplicatedSystem> {
  let database = { superuserUrl: '', appUrl: '' };
  const prepare = async (url: string) => {
    database = await createOwnDatabase(url);
  };
  const [replicated, throwawayRedis] = await Promise.all([
    startReplicatedPostgres(prepare),
    startThrowawayRedis(),
  ]);
  const redis = new Redis(throwawayRedis.url);
  const proxy = await startPostgresProxy(replicated.urls);
  const databaseUrl = onServer(database.appUrl, proxy.url);
  const pooler = await startPgbouncer(databaseUrl);
  const redisUrl = throwawayRedis.url;
  const [api, worker] = await Promise.all([
    startApi({ databaseUrl, redisUrl }),
    startWorker({ databaseUrl: pooler.url, redisUrl }, { DATABASE_PREPARE: 'false' }),
  ]);
  const readiness = async ({ url }: RunningProcess) => (await fetch(`${url}/health/ready`)).status;

  return {
    replicated,
    proxy,
    api,
    worker,
    client: createClient(api.url),
    reconciliations: () => worker.log.filter(({ msg }) => msg === 'reconciled alarms with the ledger').length,
    async untilReadyIs(status) {
      await until(async () => (await readiness(api)) === status && (await readiness(worker)) === status);
    },
    portBehindProxy: () =>
      inSession(databaseUrl, async (session) => {
        const { rows } = await session.query<{ port: number }>('select inet_server_port() as port');
        return rows[0]!.port;
      }),
    async expectNothingLost(load) {
      const ledgerUrl = onServer(database.superuserUrl, replicated.primaryUrl());
      const kept = await inSession(ledgerUrl, (session) =>
        session.query(`select status, count(*)::int from orders where customer_id = $1 group by status`, [
          load.customerId,
        ]),
      );
      expect(load.paid).toHaveLength(load.placed.length);
      expect(kept.rows).toEqual([{ status: 'paid', count: load.placed.length }]);
      await until(async () => (await brokenPromises({ databaseUrl: ledgerUrl, redis })).length === 0);
      expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
    },
    async close() {
      await Promise.all([api.end(), worker.end()]);
      redis.disconnect();
      await Promise.all([pooler.stop(), proxy.stop(), throwawayRedis.stop()]);
      await replicated.stop();
    },
  };
}
