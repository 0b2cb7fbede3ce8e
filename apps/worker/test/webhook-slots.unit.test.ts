import { retryDelaysSeconds } from '@order-countdown/shared/webhooks/queue';
import { expect, test } from 'vitest';
import { createSlots } from '../src/webhooks/slots.ts';

test('an endpoint has so many slots, whatever others take', () => {
  const slots = createSlots(2);
  expect([slots.take('a'), slots.take('a')]).toEqual([0, 0]);
  expect(slots.take('a')).toBeGreaterThan(0);
  expect([slots.take('b'), slots.take('b')]).toEqual([0, 0]);
});

test('a slot that is given back is free again', () => {
  const slots = createSlots(1);
  slots.take('a');
  slots.free('a', 5);
  expect(slots.take('a')).toBe(0);
});

test('who finds none waits the longer, the more wait and the slower the endpoint is', () => {
  const slots = createSlots(10);
  for (let n = 0; n < 10; n += 1) slots.take('a');
  const first = slots.take('a');
  const second = slots.take('a');
  expect(second).toBeGreaterThan(first);
  for (let n = 0; n < 9; n += 1) slots.free('a', 10_000);
  for (let n = 0; n < 9; n += 1) slots.take('a');
  const slow = slots.take('a');
  expect(slow).toBeGreaterThan(10 * second - first);
  for (let n = 0; n < 1_000; n += 1) slots.take('a');
  expect(slots.take('a')).toBe(60_000);
});

test('a delivery is tried for about three days', () => {
  const hours = retryDelaysSeconds.reduce((sum, delay) => sum + delay, 0) / 3_600;
  expect(hours).toBeGreaterThan(70);
  expect(hours).toBeLessThan(74);
});
