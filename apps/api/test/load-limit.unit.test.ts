import { expect, test } from 'vitest';
import { createLoadLimit, type LoadLimitOptions } from '../src/http/load-limit.ts';

let at = 0;
const limitOf = (options: LoadLimitOptions = {}) => {
  at = 0;
  const limits = { least: 4, most: 20, waitMs: 100, burst: 10, burstMs: 250, restMs: 1_000 };
  return createLoadLimit({ ...limits, now: () => at, ...options });
};

/** Begins so many requests. @returns how many were accepted */
const begin = (limit: ReturnType<typeof limitOf>, count: number) =>
  Array.from({ length: count }, () => limit.begin()).filter(Boolean).length;

/** Answers one request each `everyMs` milliseconds for three seconds. */
function answer(limit: ReturnType<typeof limitOf>, everyMs: number): void {
  for (const endAt = at + 3_000; at < endAt; at += everyMs) {
    limit.begin();
    limit.end();
  }
}

test('up to the least limit every request is accepted, however long the others take', () => {
  const limit = limitOf();
  expect(begin(limit, 4)).toBe(4);
  at = 60_000;
  limit.end();
  expect(begin(limit, 1)).toBe(1);
});

test('a burst is accepted up to its own limit', () => {
  expect(begin(limitOf(), 20)).toBe(10);
});

test('a burst that does not end is over after its time: then only the lasting limit counts', () => {
  const limit = limitOf();
  begin(limit, 5);
  at = 250;
  expect(begin(limit, 1)).toBe(1);
  at = 251;
  expect(begin(limit, 1)).toBe(0);
  limit.end();
  limit.end();
  expect(begin(limit, 1)).toBe(0);
  limit.end();
  expect(begin(limit, 5)).toBe(1);
});

test('while requests go on being too many, no new burst begins', () => {
  const limit = limitOf({ most: 4 });
  for (at = 0; at < 10_000; at += 100) {
    // All are answered at once, as a set of the ledger is.
    for (let count = begin(limit, 20); count > 0; count -= 1) {
      expect(count).toBeLessThanOrEqual(at > 250 ? 4 : 10);
      limit.end();
    }
  }
});

test('a second without too many requests allows the next burst', () => {
  const limit = limitOf();
  const count = begin(limit, 20);
  for (let n = 0; n < count; n += 1) limit.end();
  at = 1_001;
  expect(begin(limit, 20)).toBe(10);
});

test('the faster requests are answered, the more may be in progress', () => {
  const limit = limitOf();
  answer(limit, 8);
  // An answer each 8 ms: with 12 in progress, a new request waits for about 100 ms.
  expect(begin(limit, 30)).toBeGreaterThanOrEqual(12);
  at += 260;
  expect(begin(limit, 1)).toBe(0);
});

test('however fast requests are answered, there is a limit', () => {
  const limit = limitOf();
  answer(limit, 1);
  expect(begin(limit, 100)).toBe(20);
});

test('when answers become slow, the limit falls to the least', () => {
  const limit = limitOf();
  answer(limit, 1);
  begin(limit, 4);
  at += 10_000;
  begin(limit, 20);
  at += 251;
  expect(begin(limit, 1)).toBe(0);
  for (let n = 0; n < 7; n += 1) limit.end();
  expect(begin(limit, 20)).toBe(1);
});
