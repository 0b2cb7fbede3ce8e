import { expect, test } from 'vitest';
import { TimedOut, within } from '../src/platform/within.ts';

const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('passes an answer on', async () => {
  await expect(within(60_000, Promise.resolve('answer'))).resolves.toBe('answer');
});

test('passes a failure on', async () => {
  await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('prefers an answer that is there already to a limit of zero', async () => {
  await expect(within(0, Promise.resolve('answer'))).resolves.toBe('answer');
});

test('gives up when the time is up, and not before', async () => {
  const startedAt = performance.now();
  await expect(within(40, never())).rejects.toThrow(new TimedOut('no answer within 40 ms'));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(38);
});

test('a failure after the time is up is nobody’s unhandled rejection', async () => {
  // Vitest fails a run in which a rejection stays unhandled.
  const { promise, reject } = Promise.withResolvers<never>();
  await expect(within(1, promise)).rejects.toBeInstanceOf(TimedOut);
  reject(new Error('too late'));
  await new Promise(setImmediate);
});

test('leaves no timer behind that would keep the process alive', async () => {
  const before = timers();
  await Promise.all(Array.from({ length: 10 }, () => within(60_000, Promise.resolve())));
  expect(timers()).toBe(before);
});
