import { expect, test } from 'vitest';
import { createLocalCounts } from '../src/auth/local-counts.ts';

const windowMs = 60_000;

function startCounts() {
  let nowMs = 1_000;
  const counts = createLocalCounts(windowMs, () => nowMs);
  return { counts, pass: (ms: number) => (nowMs += ms) };
}

test('counts go on from the last one that Redis told, until its window ends', () => {
  const { counts, pass } = startCounts();
  counts.told('alice', { total: 40, remainingMs: 10_000 });
  pass(4_000);
  expect(counts.add('alice')).toEqual({ total: 41, remainingMs: 6_000 });
  expect(counts.add('bob')).toEqual({ total: 1, remainingMs: windowMs });
  pass(6_000);
  expect(counts.add('alice')).toEqual({ total: 1, remainingMs: windowMs });
});

test('what was counted here is not known to Redis until it tells as much', () => {
  const { counts } = startCounts();
  counts.told('alice', { total: 40, remainingMs: 10_000 });
  expect(counts.untold('alice')).toBeNull();
  counts.add('alice');
  counts.add('alice');
  counts.told('alice', { total: 41, remainingMs: 10_000 });
  expect(counts.untold('alice')).toEqual({ total: 42, remainingMs: 10_000 });
  counts.told('alice', { total: 43, remainingMs: 9_000 });
  expect(counts.untold('alice')).toBeNull();
});

test('a Redis that forgot is told every count, until its window ends', () => {
  const { counts, pass } = startCounts();
  counts.told('alice', { total: 40, remainingMs: 10_000 });
  counts.forgotten();
  expect(counts.untold('alice')).toEqual({ total: 40, remainingMs: 10_000 });
  pass(10_000);
  expect(counts.untold('alice')).toBeNull();
});

test('a new window of Redis is believed even shortly before the one known here ends', () => {
  const { counts } = startCounts();
  counts.told('alice', { total: 600, remainingMs: 5 });
  counts.told('alice', { total: 1, remainingMs: windowMs });
  expect(counts.add('alice')).toEqual({ total: 2, remainingMs: windowMs });
});

test('beyond its bound the oldest counts are forgotten first', () => {
  const { counts } = startCounts();
  for (let n = 0; n <= 20_000; n += 1) counts.add(`address ${n}`);
  expect(counts.add('address 1').total).toBe(2);
  expect(counts.add('address 0').total).toBe(1);
});

test('each of two processes counts for both, from the last count that Redis told', () => {
  const counts = createLocalCounts(windowMs, () => 1_000, 2);
  counts.told('alice', { total: 40, remainingMs: 10_000 });
  expect([counts.add('alice').total, counts.add('alice').total]).toEqual([42, 44]);
  // Redis is told what was counted, not what others may have.
  expect(counts.untold('alice')?.total).toBe(42);
  counts.told('alice', { total: 45, remainingMs: 10_000 });
  expect(counts.add('alice').total).toBe(47);
});
