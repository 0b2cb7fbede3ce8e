import { startThrowawayPostgres, type Throwaway } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Queue } from 'bullmq';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { postgresTemplate } from '../support/postgres-template.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { withoutSweep } from '../support/system.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let postgres: Throwaway;
let frozen: number[] = [];

beforeAll(async () => {
  context = await createTestContext();
});

afterAll(() => context.close());

afterEach(async () => {
  thaw();
  await postgres.stop();
});

async function start() {
  postgres = await startThrowawayPostgres({ template: postgresTemplate() });
  await migrate(postgres.url, createLogger('test', 'warn'));
  const stores = { databaseUrl: postgres.url, redisUrl: context.redisUrl };
  const [api, worker] = await Promise.all([startApi(stores), startWorker(stores, withoutSweep)]);
  return { api, worker, client: createClient(api.url) };
}

/** Stops Postgres without closing its connections. */
async function freeze(): Promise<void> {
  frozen = [postgres.pid, ...(await backendPids())];
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
}

function thaw(): void {
  for (const pid of frozen) process.kill(pid, 'SIGCONT');
  frozen = [];
}

test('alarms that ring while Postgres hangs for longer than a query may take cancel their orders afterwards', async () => {
  const { api, worker, client } = await start();
  const placed = await Promise.all(Array.from({ length: 20 }, () => client.place({ expiresInSeconds: 1 })));
  await freeze();
  const frozenAt = performance.now();
  const refused = await client.place();
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(performance.now() - frozenAt).toBeLessThan(15_000);

  // Each alarm has rung, had no answer, and is delayed again with no attempt used up.
  const queue = new Queue('order-expiry', { connection: context.redis });
  const alarms = () => Promise.all(placed.map(({ body }) => queue.getJob(body.id)));
  await until(async () => (await alarms()).every((alarm) => (alarm?.attemptsStarted ?? 0) > 1), 20_000);
  expect((await alarms()).map((alarm) => alarm?.attemptsMade)).toEqual(placed.map(() => 0));
  expect(await queue.getFailedCount()).toBe(0);

  thaw();
  const { rows } = await until(async () => {
    const found = await query(`select from orders where status = 'cancelled' and cancel_reason = 'expired'`);
    return found.rows.length === 20 ? found : null;
  });
  expect(rows).toHaveLength(20);
  await until(async () => (await alarms()).every((alarm) => alarm === undefined));
  expect(await queue.getFailedCount()).toBe(0);
  expect(await Promise.all([api.end(), worker.end()])).toEqual([0, 0]);
}, 60_000);

test('while Postgres is stopped requests are refused at once, and processes still end on SIGTERM', async () => {
  const { api, worker, client } = await start();
  expect((await client.place()).status).toBe(201);
  await postgres.stop();
  const stoppedAt = performance.now();
  expect(await client.place()).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(performance.now() - stoppedAt).toBeLessThan(1_000);
  expect(await client.get('/health/ready')).toMatchObject({ status: 503, body: { postgres: 'down' } });
  expect(await client.get('/health/live')).toMatchObject({ status: 200 });
  expect(await Promise.all([api.end(), worker.end()])).toEqual([0, 0]);
});

async function query(statement: string) {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The server processes that answer our connections. */
async function backendPids(): Promise<number[]> {
  const { rows } = await query(
    `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return rows.map(({ pid }) => pid as number);
}
