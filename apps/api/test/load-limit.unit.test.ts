import { expect, test } from 'vitest';
import { createLoadLimit } from '../src/http/load-limit.ts';

let at = 0;
const limitOf = () => {
  at = 0;
  return createLoadLimit({ lasting: 4, burst: 10, burstMs: 250, restMs: 1_000, now: () => at });
};

/** Begins so many requests. @returns how many were accepted */
const begin = (limit: ReturnType<typeof limitOf>, count: number) =>
  Array.from({ length: count }, () => limit.begin()).filter(Boolean).length;

test('up to the lasting limit every request is accepted, however long the others take', () => {
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
  const limit = limitOf();
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
