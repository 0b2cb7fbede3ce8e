import { expect, test } from 'vitest';
import { TimedOut, within } from '../src/platform/within.ts';

const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('an answer in time is passed on', async () => {
  await expect(within(60_000, Promise.resolve('answer'))).resolves.toBe('answer');
});

test('a failure in time is passed on', async () => {
  await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('an answer that is already there beats a limit of zero', async () => {
  await expect(within(0, Promise.resolve('answer'))).resolves.toBe('answer');
});

test('a wait ends with TimedOut at its limit, and not before', async () => {
  const startedAt = performance.now();
  await expect(within(40, never())).rejects.toThrow(new TimedOut('no answer within 40 ms'));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(38);
});

test('a failure after the limit is no unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const record = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', record);
  try {
    const { promise, reject } = Promise.withResolvers<never>();
    await expect(within(1, promise)).rejects.toMatchObject({ name: 'TimedOut' });
    reject(new Error('too late'));
    await new Promise(setImmediate);
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', record);
  }
});

test('no timer is left behind to keep the process alive', async () => {
  const before = timers();
  await Promise.all(Array.from({ length: 10 }, () => within(60_000, Promise.resolve())));
  expect(timers()).toBe(before);
});
