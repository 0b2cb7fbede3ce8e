import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { startExpiry } from '../../apps/worker/src/expiry.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore } from '../support/core.ts';
import { createDatabase } from '../support/database.ts';
import { read } from '../support/documents.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

const roles = ['order_countdown_migration', 'order_countdown_app'] as const;

let context: TestContext;
let receiver: Receiver;
let api: RunningProcess;
let worker: RunningProcess;
let databaseUrl: string;

function urlFor(role: (typeof roles)[number]): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = 'secret';
  return url.href;
}

async function run(url: string, statement: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  context = await createTestContext();
  receiver = await startReceiver();
  databaseUrl = await createDatabase(inject('postgresUrl'), `roles_${randomUUID().replaceAll('-', '')}`);
  // Twice, as on a volume that has them.
  for (let times = 0; times < 2; times++) await run(databaseUrl, read('deploy/postgres/roles.sql'));
  for (const role of roles) await run(databaseUrl, `alter role ${role} password 'secret'`);
  await migrate(urlFor('order_countdown_migration'), createLogger('test', 'silent'));
  const stores = { databaseUrl: urlFor('order_countdown_app'), redisUrl: context.redisUrl };
  [api, worker] = await Promise.all([startApi(stores), startWorker(stores)]);
});

afterAll(async () => {
  await Promise.all([api.end(), worker.end(), receiver.close()]);
  await context.close();
});

test('neither role may do more than it needs', async () => {
  const { rows } = await run(
    databaseUrl,
    `select distinct rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as "hasMore"
     from pg_roles where rolname = any('{${roles.join()}}')`,
  );
  expect(rows).toEqual([{ hasMore: false }]);
  for (const statement of [
    'create table mine ()',
    'alter table orders add column mine text',
    'truncate orders',
    'drop table order_events',
    'drop table webhook_deliveries_before',
    'drop table orders_before',
    'create table mine partition of webhook_deliveries default',
    'create role another',
    "copy orders to program 'cat'",
  ]) {
    await expect(run(urlFor('order_countdown_app'), statement)).rejects.toThrow(
      /permission denied|must be owner/,
    );
  }
});

test('the role of the app makes and drops partitions through functions of their owner alone', async () => {
  const url = urlFor('order_countdown_app');
  const { rows } = await run(
    url,
    `select make_partitions(100) as made, drop_delivery_partitions(0) as dropped, drop_order_month(38) as month`,
  );
  expect(rows[0]).toMatchObject({ dropped: 0, month: 'none' });
  expect(rows[0].made).toBeGreaterThanOrEqual(8);
  const owners = await run(
    databaseUrl,
    `select distinct tableowner from pg_tables where tablename ~ '_(before|\\d{4}_\\d{2})$'`,
  );
  expect(owners.rows).toEqual([{ tableowner: 'order_countdown_migration' }]);
});

test('the api and the worker do all their work with the role of the app', async () => {
  const client = createClient(api.url);
  const endpoint = await register(client, receiver.url);
  const { body: unpaid } = await client.place({ expiresInSeconds: 1 });
  const { body: paid } = await client.place();
  expect(await client.post(`/v1/orders/${paid.id}/extend`, { seconds: 60 })).toMatchObject({ status: 200 });
  expect(await client.post(`/v1/orders/${paid.id}/pay`, {})).toMatchObject({ status: 200 });
  await until(async () => (await client.get(`/v1/orders/${unpaid.id}`)).body.status === 'cancelled');
  const received = (id: string) => receiver.received.filter(({ body }) => body.data.orderId === id).length;
  await until(() => received(unpaid.id) >= 2 && received(paid.id) >= 3);
  await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'delivered'));
  await until(async () => (await client.get('/v1/events')).body.data.length >= 5);
  // Each task has run by now, the one that follows events included.
  await until(async () => (await context.redis.exists('followed')) === 1);
  const complaints = [...api.log, ...worker.log].filter(
    ({ level }) => Number(level) >= 40 || level === 'warn',
  );
  expect(complaints).toEqual([]);
});

test('without Redis, the role of the app uses the queues that the other role has made', async () => {
  await migrate(urlFor('order_countdown_migration'), createLogger('test', 'silent'), { redisUrl: 'none' });
  await expect(run(urlFor('order_countdown_app'), 'create table bullmq.mine ()')).rejects.toThrow(
    'permission denied',
  );
  const core = openCore({ databaseUrl: urlFor('order_countdown_app'), redisUrl: 'none' });
  const queues = core.openConsumers();
  const rung: string[] = [];
  const expiry = startExpiry({
    ...core,
    queues,
    concurrency: 10,
    swept: { has: (id) => rung.push(id) > 0 },
  });
  await until(() => core.connection.status === 'ready');
  const ids = Array.from({ length: 20 }, newOrderId);
  await core.alarm.arm(ids.map((id) => ({ id, remainingMs: 100 })));
  await until(() => new Set(rung).size === ids.length);
  await until(async () => (await core.countJobs()).every(({ count }) => count === 0));
  await expiry.close();
  await queues.close();
  await core.close();
});
