import { expect, test } from 'vitest';
import { createSweptIds } from '../src/swept-ids.ts';

test('ids are known once they were added', () => {
  const swept = createSweptIds();
  swept.add(['a', 'b']);
  swept.add(['c']);
  expect(['a', 'b', 'c', 'd'].map(swept.has)).toEqual([true, true, true, false]);
});

test('at the capacity the oldest half is forgotten', () => {
  const swept = createSweptIds(4);
  swept.add(['a', 'b', 'c', 'd']);
  expect(['a', 'b', 'c', 'd'].map(swept.has)).toEqual([true, true, true, true]);
  swept.add(['e']);
  expect(['a', 'b', 'c', 'd', 'e'].map(swept.has)).toEqual([false, false, true, true, true]);
});
