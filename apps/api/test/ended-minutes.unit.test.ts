import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createEndedMinutes } from '../src/console/ended-minutes.ts';

const start = Date.parse('2026-03-01T12:00:00.000Z');
const at = (minutes: number, seconds = 0) => new Date(start + minutes * 60_000 + seconds * 1_000);

/** One order is paid in each minute. `most`: how many minutes are counted at once. */
function counting(most: number) {
  const asked: [from: number, until: number][] = [];
  const minutesOf = (time: Date) => (time.getTime() - start) / 60_000;
  const endedUntil = createEndedMinutes(async (from, until) => {
    asked.push([minutesOf(from), minutesOf(until)]);
    const first = Math.max(minutesOf(from), minutesOf(until) - most);
    const minutes = Array.from({ length: minutesOf(until) - first }, (_, index) => ({
      minute: at(first + index),
      paid: 1,
      cancelled: 0,
      swept: 0,
    }));
    return { minutes, from: at(first) };
  }, 1);
  const known = async (minutes: number, seconds = 0) => {
    const all = await endedUntil(at(minutes, seconds));
    expect(all).toHaveLength(60);
    expect(all.at(-1)?.minute).toBe(at(minutes).toISOString());
    return all.filter(({ paid }) => paid === 1).length;
  };
  return { asked, known };
}

test('an hour is counted once, and then only the minutes that may still change', async () => {
  const { asked, known } = counting(60);
  expect(await known(0, 5)).toBe(60);
  expect(await known(0, 20)).toBe(60);
  expect(await known(0, 21)).toBe(60);
  expect(await known(1, 1)).toBe(60);
  expect(asked).toEqual([
    [-59, 1],
    [-1, 1],
    [0, 1],
    [0, 2],
  ]);
});

test('a busy hour is counted from its end on, and goes on by itself', async () => {
  const { asked, known } = counting(25);
  expect(await known(0, 30)).toBe(25);
  await until(async () => (await known(0, 31)) === 60);
  expect(asked.filter(([from]) => from === -59)).toEqual([
    [-59, 1],
    [-59, -24],
    [-59, -49],
  ]);
});

test('minutes that are busier than what is counted at once leave no gap', async () => {
  const { known } = counting(1);
  await until(async () => (await known(0, 20)) === 60);
  expect(await known(1, 5)).toBe(60);
  expect(await known(2, 10)).toBe(60);
});

test('after a pause, or when the clock was set back, the hour is counted again', async () => {
  const { asked, known } = counting(60);
  await known(0);
  expect(await known(10)).toBe(60);
  expect(await known(-20)).toBe(60);
  expect(asked).toEqual([
    [-59, 1],
    [-49, 11],
    [-79, -19],
  ]);
});
