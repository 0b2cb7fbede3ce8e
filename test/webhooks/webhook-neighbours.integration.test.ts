import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeadReceivers, type DeadReceivers } from '../support/dead-receivers.ts';

let receivers: DeadReceivers;

beforeAll(async () => {
  receivers = await startDeadReceivers(3, 20_000 - (20_000 % 3));
});
afterAll(() => receivers.close());

test('a receiver gets its events in time beside three that never answer, with 20,000 deliveries waiting', async () => {
  const latencies = await receivers.latencies(100, 20);
  expect(latencies[98]).toBeLessThan(500);
});
