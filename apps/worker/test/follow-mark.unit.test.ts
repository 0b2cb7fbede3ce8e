import { expect, test } from 'vitest';
import { nextStep } from '../src/follow-mark.ts';

const startMs = Date.UTC(2030, 0, 1);
const moment = (seconds: number, server = 'a', transactions = 100 + seconds) => ({
  snapshot: `${transactions - 5}:${transactions}:`,
  at: new Date(startMs + seconds * 1_000),
  openSince: new Date(startMs + seconds * 1_000),
  server,
});
const range = (after: number, upTo: number) => ({ after: moment(after), upTo: moment(upTo) });

test('a range that is a second old is checked, and the next one follows it', () => {
  const mark = range(1, 2);
  expect(nextStep(mark, moment(3))).toEqual({ do: 'check', range: mark, next: range(2, 3) });
});

test('a range whose changes may still be on their way to Redis is left for later', () => {
  expect(nextStep(range(1, 2), moment(2.5))).toEqual({ do: 'wait' });
});

test('the first worker that follows begins some seconds ago', () => {
  const step = nextStep(null, moment(100));
  expect(step).toMatchObject({
    do: 'skip',
    missed: null,
    next: { after: { at: moment(90).at }, upTo: moment(100) },
  });
});

test('after a pause the range is extended, so that Redis can run what it was sent before', () => {
  expect(nextStep(range(1, 2), moment(30))).toEqual({ do: 'skip', missed: null, next: range(1, 30) });
});

test('after a change of servers the range is extended to the new one', () => {
  const step = nextStep(range(1, 2), moment(3, 'b'));
  expect(step).toEqual({ do: 'skip', missed: null, next: { after: moment(1), upTo: moment(3, 'b') } });
});

test('a clock that was set back extends the range', () => {
  const now = moment(40, 'a', 200);
  expect(nextStep(range(50, 51), now)).toEqual({
    do: 'skip',
    missed: null,
    next: { after: moment(50), upTo: now },
  });
});

test('a pause of more than a minute is a gap, which is not followed', () => {
  expect(nextStep(range(1, 2), moment(70))).toEqual({ do: 'skip', missed: 'gap', next: range(70, 70) });
});

test('a server that has seen fewer transactions has older data, which is not followed', () => {
  for (const now of [moment(3, 'b', 101), moment(70, 'b', 101)]) {
    expect(nextStep(range(1, 2), now)).toEqual({
      do: 'skip',
      missed: 'restore',
      next: { after: now, upTo: now },
    });
  }
});
