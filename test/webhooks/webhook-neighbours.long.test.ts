import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeadReceivers, type DeadReceivers } from '../support/dead-receivers.ts';

let receivers: DeadReceivers;

beforeAll(async () => {
  receivers = await startDeadReceivers(10, 100_000);
});
afterAll(() => receivers.close());

test('a receiver gets its events in time beside ten that never answer, with 100,000 deliveries waiting', async () => {
  const latencies = await receivers.latencies(1_200, 20);
  expect(latencies[Math.floor(latencies.length * 0.99)]).toBeLessThan(500);
  // Nothing but windows and probes was touched: not the backlog.
  const { rows } = await receivers.system.context.postgres.query(
    'select count(*)::int as touched from webhook_deliveries where order_id is null and attempts > 0',
  );
  expect(rows[0].touched).toBeLessThan(10 * 100);
});
