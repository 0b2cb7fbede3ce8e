import { startThrowawayPostgres } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Queue } from 'bullmq';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext } from '../support/context.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { withoutSweep } from '../support/system.ts';
import { until } from '../support/until.ts';

test('while Postgres is away nothing is half done, and no alarm is used up', async () => {
  const context = await createTestContext();
  const postgres = await startThrowawayPostgres();
  await migrate(postgres.url, createLogger('test', 'warn'));
  const stores = { databaseUrl: postgres.url, redisUrl: context.redisUrl };
  const [api, worker] = await Promise.all([startApi(stores), startWorker(stores, withoutSweep)]);
  const client = createClient(api.url);
  const placed = await Promise.all(Array.from({ length: 20 }, () => client.place({ expiresInSeconds: 1 })));
  const frozen = [postgres.pid, ...(await backendPids(postgres.url))];
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
  const frozenAt = performance.now();

  // What is asked of a Postgres that doesn't answer is refused too, if only after its time limit.
  const refused = await client.place();
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(performance.now() - frozenAt).toBeLessThan(15_000);
  for (const pid of frozen) process.kill(pid, 'SIGCONT');

  const queue = new Queue('order-expiry', { connection: context.redis });
  await until(
    async () => {
      const states = await Promise.all(placed.map(({ body }) => client.get(`/v1/orders/${body.id}`)));
      return states.every(({ body }) => body.status === 'cancelled' && body.cancelReason === 'expired');
    },
    20_000,
    200,
  );
  expect(await queue.getFailedCount()).toBe(0);
  await until(async () => {
    const alarms = await Promise.all(placed.map(({ body }) => queue.getJob(body.id)));
    return alarms.every((alarm) => alarm === undefined);
  });

  await postgres.stop();
  const gone = performance.now();
  const afterStop = await client.place();
  expect(afterStop).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(performance.now() - gone).toBeLessThan(1_000);
  expect(await client.get('/health/ready')).toMatchObject({ status: 503, body: { postgres: 'down' } });
  expect(await client.get('/health/live')).toMatchObject({ status: 200 });
  expect(await Promise.all([api.end(), worker.end()])).toEqual([0, 0]);
  await context.close();
}, 60_000);

/** The server's processes that answer our connections. */
async function backendPids(url: string): Promise<number[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  await client.end();
  return rows.map(({ pid }) => pid as number);
}
