import { expect, test } from 'vitest';
import { createClaimCounter } from '../src/cluster/claim-counter.ts';

const seat = { name: 'seats', max: 2 };

test('claims of several processes are counted together, in order, all or nothing', () => {
  const counter = createClaimCounter<string>();
  expect(counter.run('one', [{ id: 1, take: [seat] }])).toEqual([{ id: 1, usedUp: null }]);
  const desk = { name: 'desks', max: 1 };
  expect(
    counter.run('two', [
      { id: 1, take: [seat, desk] },
      { id: 2, take: [desk] },
      { id: 3, take: [seat] },
    ]),
  ).toEqual([
    { id: 1, usedUp: null },
    { id: 2, usedUp: 'desks' },
    { id: 3, usedUp: 'seats' },
  ]);
  // What was refused has nothing to give back.
  counter.run('two', [
    { id: 3, keep: [] },
    { id: 1, keep: ['desks'] },
  ]);
  expect(counter.run('one', [{ id: 2, take: [seat] }])).toEqual([{ id: 2, usedUp: null }]);
  expect(counter.run('one', [{ id: 3, take: [desk] }])).toEqual([{ id: 3, usedUp: 'desks' }]);
});

test('what a process held is free once it has ended', () => {
  const counter = createClaimCounter<string>();
  counter.run('one', [
    { id: 1, take: [seat] },
    { id: 2, take: [seat] },
  ]);
  expect(counter.run('two', [{ id: 1, take: [seat] }])).toEqual([{ id: 1, usedUp: 'seats' }]);
  counter.forget('one');
  expect(counter.run('two', [{ id: 2, take: [seat] }])).toEqual([{ id: 2, usedUp: null }]);
});
