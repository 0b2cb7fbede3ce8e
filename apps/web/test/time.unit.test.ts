import { expect, test } from 'vitest';
import { clockText, secondsIn, spokenText } from '../src/element/time.ts';

test.each([
  [0, '0:00', '0 seconds', '0秒钟'],
  [5, '0:05', '5 seconds', '5秒钟'],
  [61, '1:01', '1 minute 1 second', '1分钟 1秒钟'],
  [3_600, '1:00:00', '1 hour', '1小时'],
  [86_399, '23:59:59', '23 hours 59 minutes 59 seconds', '23小时 59分钟 59秒钟'],
])('%i seconds', (seconds, clock, english, chinese) => {
  expect([clockText(seconds, 'en'), spokenText(seconds, 'en'), spokenText(seconds, 'zh-CN')]).toEqual([
    clock,
    english,
    chinese,
  ]);
});

test('more than a day', () => {
  expect([clockText(90_061, 'en'), clockText(90_061, 'zh-CN')]).toEqual(['1d 1:01:01', '1天 1:01:01']);
});

test('a second is shown until it is over', () => {
  expect([0, 1, 999, 1_000, 1_001].map(secondsIn)).toEqual([0, 1, 1, 1, 2]);
});
