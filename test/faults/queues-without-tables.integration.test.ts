import { postgresQueues } from '@order-countdown/shared/followers/postgres-queues';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { createQueuePool } from '@order-countdown/shared/platform/queue-pool';
import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext } from '../support/context.ts';
import { startApi } from '../support/processes.ts';
import { until } from '../support/until.ts';

test('a worker whose queues have no tables says what to do, asks once a second, and works once they are there', async () => {
  const context = await createTestContext();
  const lost: string[] = [];
  const shared = createQueuePool({
    url: context.databaseUrl,
    applicationName: 'test',
    maxConnections: 4,
    onLost: (error) => lost.push(error.message),
    onBack: () => undefined,
  });
  const queues = postgresQueues({ pool: shared.pool, status: () => shared.status });
  const done: (string | undefined)[] = [];
  const worker = queues.openWorker('order-expiry', async ({ id }) => done.push(id), {});
  const errors: unknown[] = [];
  worker.on('error', (error) => errors.push(error));
  try {
    await until(() => lost.length > 0);
    expect(lost).toEqual([
      expect.stringMatching(
        /^could not use the queues in Postgres at \S+: .* npm run migrate .* REDIS_URL=none$/,
      ),
    ]);

    await migrate(context.databaseUrl, createLogger('test', 'warn'), { redisUrl: 'none' });
    await until(() => shared.status === 'ready');
    // Those of a worker that asks without a pause are hundreds in this time.
    expect(errors.length).toBeLessThan(20);
    const queue = queues.openQueue('order-expiry');
    await queue.add('expire', {}, { jobId: 'ord_1' });
    await until(() => done.length > 0);
    expect(done).toEqual(['ord_1']);
    // A worker that can't say so keeps the job, and a few hundred of those are all that it takes.
    await until(async () => (await queue.getJobCounts('completed'))['completed'] === 1);
    await queue.close();
  } finally {
    await worker.close();
    await shared.close();
    await context.close();
  }
});

test('an api whose queues have no tables says that it is degraded, until they are there', async () => {
  const context = await createTestContext();
  const api = await startApi({ databaseUrl: context.databaseUrl, redisUrl: 'none' });
  const readiness = async () => (await createClient(api.url).get('/health/ready')).body;
  try {
    await until(() => api.log.some(({ msg }) => msg === 'the queues are not available'));
    expect(await readiness()).toEqual({ status: 'degraded', postgres: 'up', redis: 'none' });
    await migrate(context.databaseUrl, createLogger('test', 'warn'), { redisUrl: 'none' });
    await until(async () => (await readiness()).status === 'ready');
  } finally {
    await api.end();
    await context.close();
  }
});

test('a pool whose connections are all in use says nothing of whether the queues are there', async () => {
  const context = await createTestContext('none');
  const lost: Error[] = [];
  const queues = createQueuePool({
    url: context.databaseUrl,
    applicationName: 'test',
    maxConnections: 1,
    onLost: (error) => lost.push(error),
    onBack: () => undefined,
  });
  try {
    await until(() => queues.status === 'ready');
    const only = await queues.pool.connect();
    await expect(queues.query('select 1')).rejects.toThrow('timeout exceeded when trying to connect');
    expect(queues.status).toBe('ready');
    only.release();
    expect(await queues.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(lost).toEqual([]);
  } finally {
    await queues.close();
    await context.close();
  }
});
