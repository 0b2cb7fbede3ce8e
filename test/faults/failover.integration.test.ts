import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOwnDatabase } from '../support/app-roles.ts';
import { createClient, type Client } from '../support/client.ts';
import { startInsistentLoad } from '../support/insistent-load.ts';
import { startPgbouncer, type Pgbouncer } from '../support/pgbouncer.ts';
import { startPostgresProxy, type PostgresProxy } from '../support/postgres-proxy.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { startReplicatedPostgres, type ReplicatedPostgres } from '../support/replicated-postgres.ts';
import { openStream } from '../support/stream.ts';
import { until } from '../support/until.ts';

/**
 * A primary with a synchronous standby, behind HAProxy. The api connects to HAProxy, and the worker to a PgBouncer in front of it.
 */

let replicated: ReplicatedPostgres;
let proxy: PostgresProxy;
let pooler: Pgbouncer;
let throwawayRedis: ThrowawayRedis;
let redis: Redis;
let api: RunningProcess;
let worker: RunningProcess;
let client: Client;

/** The same database and role, on another server. */
function onServer(databaseUrl: string, serverUrl: string): string {
  const url = new URL(databaseUrl);
  url.host = new URL(serverUrl).host;
  return url.href;
}

beforeAll(async () => {
  let appUrl = '';
  [replicated, throwawayRedis] = await Promise.all([
    startReplicatedPostgres(async (url) => {
      ({ appUrl } = await createOwnDatabase(url));
    }),
    startThrowawayRedis(),
  ]);
  redis = new Redis(throwawayRedis.url);
  proxy = await startPostgresProxy([replicated.primaryUrl, replicated.standbyUrl]);
  const databaseUrl = onServer(appUrl, proxy.url);
  pooler = await startPgbouncer(databaseUrl);
  const redisUrl = throwawayRedis.url;
  [api, worker] = await Promise.all([
    startApi({ databaseUrl, redisUrl }),
    startWorker({ databaseUrl: pooler.url, redisUrl }, { DATABASE_PREPARE: 'false' }),
  ]);
  client = createClient(api.url);
});

afterAll(async () => {
  await Promise.all([api.end(), worker.end()]);
  redis.disconnect();
  await Promise.all([pooler.stop(), proxy.stop(), throwawayRedis.stop()]);
  await replicated.stop();
});

const reconciliations = () =>
  worker.log.filter(({ msg }) => msg === 'reconciled redis with the ledger').length;
const readiness = async ({ url }: RunningProcess) => (await fetch(`${url}/health/ready`)).status;

test('when the primary is killed under load and the standby promoted, nothing acknowledged is lost', async () => {
  const { body: watched } = await client.place({ expiresInSeconds: 600 });
  const stream = await openStream(`${api.url}/v1/orders/${watched.id}/stream`);
  await stream.event('snapshot');
  await until(() => reconciliations() === 1);
  const load = startInsistentLoad(api.url, 16);
  await until(() => load.paid.length > 100);
  const { body: lapsing } = await client.place({ expiresInSeconds: 1 });

  await replicated.killPrimary();
  await until(() => load.refused() > 16);
  await until(async () => (await readiness(api)) === 503 && (await readiness(worker)) === 503);
  expect(await client.get(`/v1/orders/${watched.id}/countdown`)).toMatchObject({ status: 200 });
  await replicated.promote();

  const before = load.paid.length;
  await until(() => load.paid.length > before + 100);
  await load.stop();
  await until(async () => (await readiness(api)) === 200 && (await readiness(worker)) === 200);
  await until(async () => (await client.get(`/v1/orders/${lapsing.id}`)).body.status === 'cancelled');
  await until(() => reconciliations() > 1);

  const url = new URL(replicated.standbyUrl);
  url.pathname = '/orders';
  const ledger = new Pool({ connectionString: url.href });
  const { rows } = await ledger.query<{ status: string; count: number }>(
    `select status, count(*)::int from orders where customer_id = 'cus_load' group by status`,
  );
  await ledger.end();
  expect(load.paid).toHaveLength(load.placed.length);
  expect(rows).toEqual([{ status: 'paid', count: load.placed.length }]);

  expect(await client.post(`/v1/orders/${watched.id}/pay`, {})).toMatchObject({ status: 200 });
  await stream.event('order.paid');
  await until(async () => (await brokenPromises({ databaseUrl: url.href, redis })).length === 0);
  expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
});
