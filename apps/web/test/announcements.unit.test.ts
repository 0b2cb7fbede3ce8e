import { expect, test } from 'vitest';
import { announcement, type Moment } from '../src/element/announcements.ts';

const at = (seconds: number, phase: Moment['phase'] = 'pending'): Moment => ({ phase, seconds });

/** What is said from one second to the next. */
const said = (moments: Moment[], language: 'en' | 'zh-CN' = 'en') =>
  moments.flatMap((now, index) => announcement(moments[index - 1] ?? null, now, language) ?? []);

test('five minutes, one minute, half a minute and the end are announced, once each', () => {
  const countdown = Array.from({ length: 400 }, (_, index) => at(400 - index));
  expect(said([...countdown, at(0, 'checking'), at(0, 'checking'), at(0, 'cancelled')])).toEqual([
    '5 minutes left to pay',
    '1 minute left to pay',
    '30 seconds left to pay',
    'Time is up. Checking…',
    'Cancelled',
  ]);
});

test('whoever comes late, or has slept, is told what is left once', () => {
  expect(said([at(250), at(249)])).toEqual([]);
  expect(said([at(400), at(29), at(28)])).toEqual(['29 seconds left to pay']);
});

test('an extension is announced, and the minutes after it again', () => {
  expect(said([at(301), at(300), at(299), at(899), at(300)], 'zh-CN')).toEqual([
    '剩余支付时间：5分钟',
    '支付时间已延长。',
    '剩余支付时间：5分钟',
  ]);
});

test('a payment in progress and a problem are announced', () => {
  expect(said([at(0, 'loading'), at(90), at(89, 'paying'), at(88), at(88, 'expired')])).toEqual([
    'Payment in progress',
    'Access to this order has expired. Reload the page.',
  ]);
});
