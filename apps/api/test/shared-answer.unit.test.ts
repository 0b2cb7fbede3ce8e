import { expect, test, vi } from 'vitest';
import { sharedAnswer } from '../src/console/shared-answer.ts';

test('all who ask within a second get one answer, and those who ask later another', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let computed = 0;
  const ask = sharedAnswer(async () => (computed += 1));
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  vi.advanceTimersByTime(999);
  expect(await ask()).toBe(1);
  vi.advanceTimersByTime(2);
  expect(await ask()).toBe(2);
  vi.useRealTimers();
});

test('an answer that takes long to compute is given for nine times as long', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let computed = 0;
  const ask = sharedAnswer(async () => {
    vi.advanceTimersByTime(500);
    return (computed += 1);
  });
  expect(await ask()).toBe(1);
  vi.advanceTimersByTime(4_499);
  expect(await ask()).toBe(1);
  vi.advanceTimersByTime(2);
  expect(await ask()).toBe(2);
  vi.useRealTimers();
});
