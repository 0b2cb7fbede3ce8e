import { expect, test } from 'vitest';
import { backingOff } from '../src/back-off.ts';

const signal = new AbortController().signal;

test('a run that fails again and again is left out for 1 s, then twice as long each time, up to a minute', async () => {
  let now = 0;
  const startedAt: number[] = [];
  const run = backingOff(
    async () => {
      startedAt.push(now);
      throw new Error('no');
    },
    () => now,
  );
  for (; now < 300_000; now += 1_000) await run(signal).catch(() => undefined);
  const pauses = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
  expect(pauses.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
  expect(pauses.slice(7)).toEqual([60_000, 60_000].slice(0, pauses.length - 7));
});

test('after a run that succeeded every run takes place again', async () => {
  let now = 0;
  let runs = 0;
  let fails = true;
  const run = backingOff(
    async () => {
      runs += 1;
      if (fails) throw new Error('no');
    },
    () => now,
  );
  await expect(run(signal)).rejects.toThrow('no');
  await run(signal);
  expect(runs).toBe(1);
  fails = false;
  for (now = 1_000; now < 5_000; now += 1_000) await run(signal);
  expect(runs).toBe(5);
});
