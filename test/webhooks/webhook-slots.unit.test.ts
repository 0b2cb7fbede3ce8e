import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSlots } from '../../apps/worker/src/webhooks/slots.ts';

const perEndpoint = 10;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of a window of deliveries to a fast endpoint, none is put off', async () => {
  const slots = createSlots(perEndpoint);
  const waits = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const waitMs = await slots.turn('endpoint');
      if (waitMs === 0) slots.free('endpoint', 5);
      return waitMs;
    }),
  );
  expect(waits.filter((waitMs) => waitMs > 0)).toEqual([]);
});

test('deliveries to an endpoint that does not answer are put off, the later ones for longer', async () => {
  const slots = createSlots(perEndpoint);
  const turns = Array.from({ length: 100 }, () => slots.turn('endpoint'));
  await vi.advanceTimersByTimeAsync(250);
  const waits = (await Promise.all(turns)).slice(perEndpoint);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  // Nothing was answered within 250 ms, so ten take their turns every 250 ms at most.
  expect(waits.at(-1)).toBeGreaterThan((90 / perEndpoint) * 250);
});
