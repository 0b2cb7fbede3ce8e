import { expect, test } from 'vitest';
import { createExpiries } from '../src/stream/expiries.ts';

/** Streams that count how many of them have been ended. */
function countedStreams() {
  const ended: string[] = [];
  const expiries = createExpiries();
  const add = (name: string, expiresAtMs: number) => {
    const stream = { end: () => void ended.push(name) };
    expiries.add(stream, expiresAtMs);
    return stream;
  };
  return { ended, expiries, add };
}

test('a stream ends once, from the instant of its expiry on', () => {
  const { ended, expiries, add } = countedStreams();
  add('late', 2_001);
  add('due', 2_000);
  expiries.endDue(1_999);
  expect(ended).toEqual([]);
  expiries.endDue(2_000);
  expiries.endDue(2_000);
  expect(ended).toEqual(['due']);
  expiries.endDue(9_000);
  expect(ended).toEqual(['due', 'late']);
});

test('a stream that was closed before is not ended', () => {
  const { ended, expiries, add } = countedStreams();
  expiries.delete(add('closed', 1_000));
  expiries.endDue(1_000);
  expect(ended).toEqual([]);
});

test('streams that expire at one instant end in turns of 250, and those that are not due keep none waiting', () => {
  const { ended, expiries, add } = countedStreams();
  for (let count = 0; count < 500; count += 1) add('lasting', Infinity);
  for (let count = 0; count < 600; count += 1) add('due', 1_000);
  const counts = [1, 2, 3, 4].map(() => {
    expiries.endDue(1_000);
    return ended.length;
  });
  expect(counts).toEqual([250, 500, 600, 600]);
});
