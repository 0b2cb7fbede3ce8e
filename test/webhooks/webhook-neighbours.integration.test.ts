import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeadReceivers, type DeadReceivers } from '../support/dead-receivers.ts';

let receivers: DeadReceivers;

beforeAll(async () => {
  receivers = await startDeadReceivers(3, 20_000 - (20_000 % 3));
});
afterAll(() => receivers.close());

// In order, not in milliseconds: a delivery that waits for a dead receiver's turn waits until an attempt there is given up.
test('a receiver gets its events before an attempt at three that never answer ends, with 20,000 deliveries waiting', async () => {
  await receivers.latencies(100, 50);
  expect(receivers.givenUp()).toBe(0);
});

// Each of them takes the worker's time from deliveries that could arrive.
test('meanwhile, deliveries that wait for their turn are not put off and taken up again', async () => {
  const events = await receivers.system.context.redis.xrange('bull:webhook:events', '-', '+');
  const putOff = events.filter(([, fields]) => fields.includes('delayed'));
  expect(events.length).toBeGreaterThan(100);
  expect(putOff).toEqual([]);
});
