import { retryDelaysSeconds } from '@order-countdown/shared/webhooks/queue';
import { expect, test } from 'vitest';
import { createSlots } from '../src/webhooks/slots.ts';

/** Takes free slots of an endpoint. */
function expectToFill(slots: ReturnType<typeof createSlots>, endpointId: string, count: number): void {
  for (let taken = 0; taken < count; taken += 1) expect(slots.take(endpointId)).toBe(0);
}

test('each endpoint has its own slots', () => {
  const slots = createSlots(2);
  expectToFill(slots, 'a', 2);
  expect(slots.take('a')).toBeGreaterThan(0);
  expectToFill(slots, 'b', 2);
});

test('a slot that is given back can be taken again', () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  slots.free('a', 5);
  expectToFill(slots, 'a', 1);
});

test('giving back a slot of an unknown endpoint does nothing', () => {
  const slots = createSlots(1);
  slots.free('a', 5);
  expectToFill(slots, 'a', 1);
  expect(slots.take('a')).toBeGreaterThan(0);
});

test('the wait is 50 ms plus the time that those who wait already will need', () => {
  const slots = createSlots(10);
  expectToFill(slots, 'a', 10);
  // Until one delivery is over, each is taken to need 50 ms. Ten run at once.
  expect(slots.take('a')).toBe(50 + 50 / 10);
  expect(slots.take('a')).toBe(50 + (2 * 50) / 10);
});

test('the wait shrinks as those who wait get their turn', () => {
  const slots = createSlots(10);
  expectToFill(slots, 'a', 10);
  const waits = [slots.take('a'), slots.take('a')];
  for (let count = 0; count < 2; count += 1) slots.free('a', 50);
  expectToFill(slots, 'a', 2);
  expect([slots.take('a'), slots.take('a')]).toEqual(waits);
});

test('a fifth of the time that each delivery took goes into the expected time', () => {
  const slots = createSlots(10);
  expectToFill(slots, 'a', 10);
  slots.free('a', 1_050);
  expectToFill(slots, 'a', 1);
  // 50 + 0.2 × (1,050 − 50) = 250 ms each.
  expect(slots.take('a')).toBe(50 + 250 / 10);
});

test('a wait is never longer than a minute', () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  for (let waiting = 0; waiting < 2_000; waiting += 1) slots.take('a');
  expect(slots.take('a')).toBe(60_000);
});

test('an endpoint without deliveries starts anew', () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  slots.free('a', 30_000);
  expectToFill(slots, 'a', 1);
  expect(slots.take('a')).toBe(50 + 50);
});

test('those whose turn comes soon wait for it in line', async () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  const order: string[] = [];
  const turns = ['first', 'second'].map(async (name) => {
    expect(await slots.turn('a')).toBe(0);
    order.push(name);
    slots.free('a', 1);
  });
  slots.free('a', 1);
  await Promise.all(turns);
  expect(order).toEqual(['first', 'second']);
  expectToFill(slots, 'a', 1);
});

test('a turn that does not come within a quarter of a second is given up, and takes none away', async () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  expect(await slots.turn('a')).toBe(50 + 50);
  slots.free('a', 1);
  expectToFill(slots, 'a', 1);
});

test('a delivery that fails sends away those who wait in line', async () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  const waits = [slots.turn('a'), slots.turn('a')];
  slots.free('a', 1, false);
  expect(await Promise.all(waits)).toEqual([50 + 50, 50 + 2 * 50]);
  expectToFill(slots, 'a', 1);
});

test('nobody waits in line for a slow receiver', async () => {
  const slots = createSlots(1);
  expectToFill(slots, 'a', 1);
  for (let waiting = 0; waiting < 4; waiting += 1) slots.take('a');
  expect(await slots.turn('a')).toBe(50 + 5 * 50);
  slots.free('a', 1);
  expectToFill(slots, 'a', 1);
});

test('the attempts of a delivery span about three days', () => {
  const hours = retryDelaysSeconds.reduce((sum, delay) => sum + delay, 0) / 3_600;
  expect(hours).toBeGreaterThan(70);
  expect(hours).toBeLessThan(74);
});
