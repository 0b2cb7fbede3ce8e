import { postgresQueues } from '@order-countdown/shared/followers/postgres-queues';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { createQueuePool } from '@order-countdown/shared/platform/queue-pool';
import { expect, test } from 'vitest';
import { createTestContext } from '../support/context.ts';
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
    await queue.close();
  } finally {
    await worker.close();
    await shared.close();
    await context.close();
  }
});
