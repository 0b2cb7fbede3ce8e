import { expect, test } from 'vitest';
import { createFaults } from '../src/faults/faults.ts';
import { planFaults } from '../src/schedule.ts';

const minute = 60_000;
const faults = createFaults(20_000);
const plan = (seed: number, minutes = 30) => planFaults({ seed, durationMs: minutes * minute, faults });
const seeds = [1, 2, 3, 2_147_483_647];

test('the same seed gives the same schedule, and another seed another one', () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
});

test.each(seeds)('seed %i: thirty minutes have every kind of fault', (seed) => {
  const kinds = new Set(plan(seed).map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(faults.map(({ kind }) => kind).toSorted());
});

test.each(seeds)('seed %i: faults of one area never overlap, others do', (seed) => {
  const timed = plan(seed).map((planned) => {
    const { area, extraMs } = faults.find(({ kind }) => kind === planned.kind)!;
    return { ...planned, area, endMs: planned.startMs + planned.holdMs + extraMs };
  });
  const overlapping = timed.flatMap((one, index) =>
    timed
      .slice(index + 1)
      .filter((other) => other.startMs < one.endMs)
      .map((other) => [one, other] as const),
  );
  expect(overlapping.filter(([one, other]) => one.area === other.area)).toEqual([]);
  expect(overlapping.length).toBeGreaterThan(20);
  expect(Math.max(...timed.map(({ endMs }) => endMs))).toBeLessThanOrEqual(30 * minute);
});

test.each(['pair', 'cluster'] as const)('a kind has one name, with a %s', (redis) => {
  const kinds = createFaults(20_000, redis).map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

test('without faults there is nothing to plan', () => {
  expect(planFaults({ seed: 1, durationMs: minute, faults: [] })).toEqual([]);
});
