import { expect, test } from 'vitest';
import { createSweptIds } from '../src/swept-ids.ts';

test('each id is taken once, the oldest first, and is still known afterwards', () => {
  const swept = createSweptIds();
  swept.add(['a', 'b', 'c']);
  expect(swept.take(2)).toEqual(['a', 'b']);
  expect(swept.take(2)).toEqual(['c']);
  expect(swept.take(2)).toEqual([]);
  expect(['a', 'b', 'c', 'd'].map(swept.has)).toEqual([true, true, true, false]);
});

test('beyond the capacity the oldest ids are forgotten', () => {
  const swept = createSweptIds(3);
  swept.add(['a', 'b', 'c', 'd']);
  swept.add(['e']);
  expect(['a', 'b', 'c', 'd', 'e'].map(swept.has)).toEqual([false, false, true, true, true]);
  expect(swept.take(10)).toEqual(['c', 'd', 'e']);
});

test('ids that were taken are forgotten once there are as many as the capacity', () => {
  const swept = createSweptIds(2);
  swept.add(['a', 'b']);
  swept.take(2);
  swept.add(['c']);
  swept.take(1);
  expect(['a', 'b', 'c'].map(swept.has)).toEqual([false, false, true]);
});
