import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { insertOrders } from '../support/ledger.ts';
import { startWorker } from '../support/processes.ts';
import { until } from '../support/until.ts';

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});

afterAll(() => context.close());

const alarmCount = () => context.redis.zcard(`bull:${alarmQueueName}:delayed`);

test('a worker that reconciles 120,000 orders ends within 2 s of SIGTERM, and another one finishes', async () => {
  await insertOrders(context, { count: 120_000, status: 'pending', windowSeconds: 3_600 });
  const first = await startWorker(context);
  await until(async () => (await alarmCount()) > 2_000, undefined, 5);

  const toldAt = performance.now();
  expect(await first.end('SIGTERM')).toBe(0);
  expect(performance.now() - toldAt).toBeLessThan(2_000);
  expect(first.log.map(({ msg }) => msg)).toContain('stopped reconciling, left to another worker');

  // All of them would take a minute. The second worker gets those that the first one finished, and 3,000 others.
  const kept = (await alarmCount()) + 3_000;
  await context.postgres.query(
    'delete from orders where id not in (select id from orders order by id limit $1)',
    [kept],
  );
  const second = await startWorker(context);
  await until(() => second.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  expect(await alarmCount()).toBe(kept);
  expect(await second.end()).toBe(0);
});
