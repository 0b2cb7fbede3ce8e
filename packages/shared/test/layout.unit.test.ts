import { expect, test } from 'vitest';
import { newOrderId } from '../src/order/order-id.ts';
import { isClusterUrl, redisUrls } from '../src/platform/redis-url.ts';
import { loadConfig } from '../src/platform/config.ts';
import { slotOf } from '../src/redis/key-slot.ts';
import { createLayout, onlyShard } from '../src/redis/layout.ts';
import { messageOf, urls } from './support/config-errors.ts';

const slotsOf = (count: number) => createLayout(count).shards.map(({ tag }) => slotOf(tag.slice(1, -1)));

test('one shard on one server is the queue of before', () => {
  expect(createLayout(1).shards).toEqual([onlyShard]);
  expect(createLayout(1).tag).toBe('');
  expect(createLayout(1, true).shards[0]?.queue).toBe('order-expiry');
  expect(createLayout(1, true).shards[0]?.tag).toMatch(/^\{.+\}$/);
});

test('slots are those of the specification', () => {
  expect(slotOf('123456789')).toBe(0x31c3);
  expect(slotOf('foo')).toBe(12_182);
});

test.each([2, 3, 16, 64])('each of %i shards has a tag in its own part of the slots', (count) => {
  expect(slotsOf(count).map((slot) => Math.floor((slot * count) / 16_384))).toEqual(
    Array.from({ length: count }, (_, index) => index),
  );
});

test('three masters share sixteen shards evenly', () => {
  const perMaster = [0, 0, 0];
  for (const slot of slotsOf(16)) perMaster[Math.floor((slot * 3) / 16_384)]! += 1;
  expect(perMaster.toSorted((one, other) => one - other)).toEqual([5, 5, 6]);
});

test('orders that were placed one after the other are spread evenly, and stay where they are', () => {
  const layout = createLayout(16);
  const counts = Array.from({ length: 16 }, () => 0);
  for (let index = 0; index < 16_000; index += 1) counts[layout.indexOf(newOrderId())]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1_200);
  expect(layout.indexOf('ord_01jd0000000000000000000000')).toBe(
    createLayout(16).indexOf('ord_01jd0000000000000000000000'),
  );
});

test.each([
  ['redis://a:1,b:2', ['redis://a:1', 'redis://b:2']],
  ['redis://:pw@a:1/0, b:2', ['redis://:pw@a:1/0', 'redis://:pw@b:2']],
  ['rediss://u:pw@a,rediss://u:pw@b:2', ['rediss://u:pw@a', 'rediss://u:pw@b:2']],
  ['redis://:one,password@a:1', ['redis://:one,password@a:1']],
])('reads the addresses of %s', (text, expected) => {
  expect(redisUrls(text)).toEqual(expected);
  expect(loadConfig({ ...urls, REDIS_URL: text }).ALARM_SHARDS).toBe(isClusterUrl(text) ? 16 : 1);
});

test.each([
  ['redis://a:1,', 'list of addresses'],
  ['redis://a:1,http://b:2', 'list of addresses'],
  ['redis://:x@a:1,redis://:y@b:2', 'same scheme, username and password'],
  ['redis://a:1/3,b:2', 'database'],
])('refuses %s', (text, expected) => {
  expect(messageOf(() => loadConfig({ ...urls, REDIS_URL: text }))).toMatch(
    new RegExp(`REDIS_URL: .*${expected}`),
  );
});

test('refuses shards of alarms in Postgres', () => {
  const without = { ...urls, REDIS_URL: 'none' };
  expect(loadConfig({ ...without, ALARM_SHARDS: '1' }).ALARM_SHARDS).toBe(1);
  expect(messageOf(() => loadConfig({ ...without, ALARM_SHARDS: '4' }))).toContain('ALARM_SHARDS: must be 1');
});

test.each(['0', '65', '1.5', 'many'])('refuses ALARM_SHARDS=%s', (text) => {
  expect(messageOf(() => loadConfig({ ...urls, ALARM_SHARDS: text }))).toContain('ALARM_SHARDS: must be');
});
