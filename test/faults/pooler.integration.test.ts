import { startThrowawayPostgres, type Throwaway } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { createPostgres, type Postgres } from '@order-countdown/shared/platform/postgres';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOwnDatabase, type OwnDatabase } from '../support/app-roles.ts';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startInsistentLoad } from '../support/insistent-load.ts';
import { startPgbouncer, type Pgbouncer } from '../support/pgbouncer.ts';
import { openPostgres } from '../support/postgres.ts';
import { postgresTemplate } from '../support/postgres-template.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { openStream } from '../support/stream.ts';
import { until } from '../support/until.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

/** An api and a worker behind a real PgBouncer in transaction mode, as deploy/pgbouncer/pgbouncer.ini sets it up. */

/** The api and the worker open up to 40 connections to PgBouncer. */
const serverConnections = 4;

let server: Throwaway;
let database: OwnDatabase;
let superuser: Pool;
let context: TestContext;
let pooler: Pgbouncer;
let api: RunningProcess;
let worker: RunningProcess;
let client: Client;

beforeAll(async () => {
  server = await startThrowawayPostgres({ template: postgresTemplate() });
  [context, database] = await Promise.all([createTestContext(), createOwnDatabase(server.url)]);
  superuser = new Pool({ connectionString: database.superuserUrl, max: 2 });
  // A pool has ended before its connections have, so they may be told that the server stops.
  superuser.on('connect', (connection) => connection.on('error', () => undefined));
  superuser.on('error', () => undefined);
  pooler = await startPgbouncer(database.appUrl, { default_pool_size: serverConnections });
  const stores = { databaseUrl: pooler.url, redisUrl: context.redisUrl };
  const env = { DATABASE_PREPARE: 'false', DATABASE_DIRECT_URL: database.appUrl };
  [api, worker] = await Promise.all([startApi(stores, env), startWorker(stores, env)]);
  client = createClient(api.url);
});

afterAll(async () => {
  await Promise.all([api.end(), worker.end()]);
  await superuser.end();
  await Promise.all([pooler.stop(), context.close()]);
  await server.stop();
});

const warnings = () => [...api.log, ...worker.log].filter(({ level }) => Number(level) >= 40);

/** As a process connects through a pooler, with one connection. */
const connectThrough = (url: string, onUnlimited?: () => void): Postgres =>
  createPostgres({
    url,
    applicationName: 'test',
    maxConnections: 1,
    prepare: false,
    onConnectionError: () => undefined,
    ...(onUnlimited && { onUnlimited }),
  });

test('through PgBouncer orders are placed, paid and cancelled, webhooks arrive, and streams follow', async () => {
  const receiver = await startReceiver();
  const endpoint = await register(client, receiver.url);
  const { body: unpaid } = await client.place({ expiresInSeconds: 1 });
  const { body: paid } = await client.place();
  const stream = await openStream(`${api.url}/v1/orders/${paid.id}/stream`);
  await stream.event('snapshot');
  const again = { 'Idempotency-Key': 'extended once' };
  for (let times = 0; times < 2; times += 1) {
    const extended = await client.post(`/v1/orders/${paid.id}/extend`, { seconds: 60 }, again);
    expect(extended).toMatchObject({ status: 200 });
  }
  expect(await client.post(`/v1/orders/${paid.id}/pay`, {})).toMatchObject({ status: 200 });
  await stream.event('order.paid');
  await until(async () => (await client.get(`/v1/orders/${unpaid.id}`)).body.status === 'cancelled');
  await until(async () => (await client.get('/v1/events')).body.data.length >= 5);
  await until(async () => {
    const deliveries = await endpoint.deliveries();
    return deliveries.length >= 5 && deliveries.every(({ status }) => status === 'delivered');
  });
  await endpoint.remove();
  await receiver.close();
  expect(warnings()).toEqual([]);
});

test('the limits of statements are in force through PgBouncer', async () => {
  const { body: order } = await client.place();
  const holder = await superuser.connect();
  await holder.query('begin; select from orders for update');
  const postgres = connectThrough(pooler.url);
  const limits = `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`;
  expect(await postgres.query(limits)).toEqual([{ statement: '5s', lock: '2s' }]);
  const paying = client.post(`/v1/orders/${order.id}/pay`, {});
  await expect(postgres.query('select from orders for update')).rejects.toThrow('lock timeout');
  await postgres.close();
  expect(await paying).toMatchObject({ status: 503 });
  await holder.query('rollback');
  holder.release();
  expect(await client.post(`/v1/orders/${order.id}/pay`, {})).toMatchObject({ status: 200 });
});

test('a role without limits is reported, once', async () => {
  let reports = 0;
  const postgres = connectThrough(database.superuserUrl, () => void (reports += 1));
  await postgres.query('select 1');
  await postgres.query('select 1 / 0').catch(() => undefined);
  await postgres.query('select 1');
  expect(reports).toBe(1);
  await postgres.close();
});

test('whoever asks PgBouncer for more than it bears is told what to set', async () => {
  const postgres = openPostgres(pooler.url);
  await expect(postgres.query('select 1')).rejects.toThrow(/DATABASE_PREPARE/);
  await postgres.close();
  await expect(migrate(pooler.url, createLogger('test', 'silent'))).rejects.toThrow(/DATABASE_DIRECT_URL/);
});

test('when PgBouncer is restarted under load, requests get 503 meanwhile, and nothing acknowledged is lost', async () => {
  const load = startInsistentLoad(api.url, 32);
  await until(() => load.paid.length > 200);
  const { rows } = await superuser.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where usename = 'order_countdown_app'`,
  );
  expect(rows[0]?.count).toBeLessThanOrEqual(serverConnections);
  const { body: lapsed } = await client.place({ expiresInSeconds: 1 });

  await pooler.kill();
  await until(() => load.refused() > 0);
  await until(async () => (await client.get('/health/ready')).status === 503);
  await pooler.start();
  const before = load.paid.length;
  await until(() => load.paid.length > before + 200);
  await load.stop();

  await until(async () => (await client.get(`/v1/orders/${lapsed.id}`)).body.status === 'cancelled');
  for (const { url } of [api, worker]) {
    await until(async () => (await fetch(`${url}/health/ready`)).status === 200);
  }
  const kept = await superuser.query<{ status: string; count: number }>(
    'select status, count(*)::int from orders where customer_id = $1 group by status',
    [load.customerId],
  );
  expect(kept.rows).toEqual([{ status: 'paid', count: load.placed.length }]);
  await until(
    async () =>
      (await brokenPromises({ databaseUrl: database.superuserUrl, redis: context.redis })).length === 0,
  );
});
