import { rmSync } from 'node:fs';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import type { LocalService } from '@order-countdown/local-services/service';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOwnDatabase, type OwnDatabase } from '../support/app-roles.ts';
import { createClient, type Client } from '../support/client.ts';
import { startInsistentLoad } from '../support/insistent-load.ts';
import { operatorCredentials, signIn } from '../support/operator.ts';
import { startPgbouncer, type Pgbouncer } from '../support/pgbouncer.ts';
import { fillFromTemplate } from '../support/postgres-template.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { openStream } from '../support/stream.ts';
import { withoutSweep } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

/**
 * Postgres alone, behind PgBouncer: the ledger through it, the queues and LISTEN past it. The sweep stands still, so it is
 * the alarms that cancel.
 */

let folder: string;
let server: LocalService;
let database: OwnDatabase;
let superuser: Pool;
let pooler: Pgbouncer;
let api: RunningProcess;
let worker: RunningProcess;
let client: Client;

beforeAll(async () => {
  folder = makeTemporaryFolder('pooler');
  await fillFromTemplate(folder);
  server = await startPostgres({ dataDir: folder, port: await findFreePort() });
  database = await createOwnDatabase(server.url, 'none');
  superuser = new Pool({ connectionString: database.superuserUrl, max: 2 });
  superuser.on('connect', (connection) => connection.on('error', () => undefined));
  superuser.on('error', () => undefined);
  pooler = await startPgbouncer(database.appUrl, { default_pool_size: 4 });
  const stores = { databaseUrl: pooler.url, redisUrl: 'none' };
  const env = { DATABASE_PREPARE: 'false', DATABASE_DIRECT_URL: database.appUrl };
  [api, worker] = await Promise.all([
    startApi(stores, env),
    startWorker(stores, { ...env, ...withoutSweep }),
  ]);
  client = createClient(api.url);
});

afterAll(async () => {
  await Promise.all([api.end(), worker.end()]);
  await superuser.end();
  await pooler.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const statusOf = async (id: string): Promise<string> => (await client.get(`/v1/orders/${id}`)).body.status;
const untilReady = () =>
  until(async () => {
    const answers = await Promise.all([api, worker].map(({ url }) => fetch(`${url}/health/ready`)));
    return answers.every(({ status }) => status === 200);
  });
const untilPromisesAreKept = () =>
  until(
    async () =>
      (await brokenPromises({ databaseUrl: database.superuserUrl, redis: 'none' }, 60_000)).length === 0,
  );

/** An order lapses by its alarm, another is paid, a stream and a webhook receiver hear of both. */
async function liveThrough(): Promise<void> {
  const receiver = await startReceiver();
  const endpoint = await register(client, receiver.url);
  const { body: unpaid } = await client.place({ expiresInSeconds: 1 });
  const { body: paid } = await client.place();
  const stream = await openStream(`${api.url}/v1/orders/${paid.id}/stream`);
  await stream.event('snapshot');
  expect(await client.post(`/v1/orders/${paid.id}/pay`, {})).toMatchObject({ status: 200 });
  // Without a message it would take fifteen seconds.
  await stream.event('order.paid', 5_000);
  await until(async () => (await statusOf(unpaid.id)) === 'cancelled');
  await until(async () => {
    const deliveries = await endpoint.deliveries();
    return deliveries.length === 4 && deliveries.every(({ status }) => status === 'delivered');
  });
  await endpoint.remove();
  await receiver.close();
}

test('orders are placed, paid and cancelled by their alarms, webhooks arrive, streams follow, operators look', async () => {
  await untilReady();
  await liveThrough();
  const operator = await signIn(api.url, operatorCredentials);
  const { stores } = (await operator.get('/admin/api/overview')).body;
  expect(stores).toEqual({ postgres: 'up', redis: 'none' });
  const board = await operator.get('/admin/queues/api/queues?activeQueue=order-expiry&status=delayed&page=1');
  expect(board.status).toBe(200);
  await operator.change('POST', '/admin/sign-out');
  expect((await operator.get('/admin/api/session')).status).toBe(401);
  expect([...api.log, ...worker.log].filter(({ level }) => Number(level) >= 40)).toEqual([]);
  await untilPromisesAreKept();
});

test('when PgBouncer is restarted under load, requests get 503 meanwhile, and alarms wait', async () => {
  const load = startInsistentLoad(api.url, 16);
  await until(() => load.paid.length > 200);
  const { body: lapsing } = await client.place({ expiresInSeconds: 1 });
  await pooler.kill();
  await until(() => load.refused() > 16);
  // Its alarm rings meanwhile: the queues are not behind PgBouncer.
  await until(async () => {
    const { rows } = await superuser.query(
      `select from orders where status = 'pending' and expires_at < now()`,
    );
    return rows.length > 0;
  });
  await pooler.start();
  const before = load.paid.length;
  await until(() => load.paid.length > before + 200);
  await load.stop();
  await until(async () => (await statusOf(lapsing.id)) === 'cancelled');
  await untilReady();
  expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
  await untilPromisesAreKept();
});

test('after Postgres has crashed behind PgBouncer, everything goes on, and the alarms are reconciled', async () => {
  const reconciled = () => worker.log.filter(({ msg }) => msg === 'reconciled alarms with the ledger').length;
  await until(() => reconciled() === 1);
  const { body: kept } = await client.place({ expiresInSeconds: 600 });
  server.signal('SIGKILL');
  await server.exited;
  await until(async () => (await fetch(`${api.url}/health/ready`)).status === 503);
  server = await startPostgres({ dataDir: folder, port: server.port });
  await untilReady();
  await until(() => reconciled() === 2);
  expect(await statusOf(kept.id)).toBe('pending');
  await liveThrough();
  await untilPromisesAreKept();
});
