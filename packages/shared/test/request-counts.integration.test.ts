import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import type { Redis } from '../src/redis/connection.ts';
import { createRequestCounts, requestCountKey, type RequestCounts } from '../src/redis/request-counts.ts';
import { createTestContext, type TestContext } from './support/context.ts';
import { connectProducer } from './support/redis-client.ts';

const windowMs = 60_000;

let context: TestContext;
let producer: Redis;
let counts: RequestCounts;

beforeAll(async () => {
  context = await createTestContext();
  producer = connectProducer(context.redisUrl);
  await until(() => producer.status === 'ready');
  counts = createRequestCounts(producer, windowMs);
});
afterAll(async () => {
  producer.disconnect();
  await context.close();
});

const totals = async (...hits: Parameters<RequestCounts['add']>[0]) =>
  (await counts.add(hits)).map(({ total }) => total);

test('a set adds to each key by its own, in one window that begins with the first request', async () => {
  const first = await counts.add([
    { key: 'alice', hits: 3, known: null },
    { key: 'bob', hits: 1, known: null },
  ]);
  expect(first).toEqual([
    { total: 3, remainingMs: windowMs },
    { total: 1, remainingMs: windowMs },
  ]);
  await context.redis.pexpire(requestCountKey('alice'), 5_000);
  const [alice] = await counts.add([{ key: 'alice', hits: 2, known: null }]);
  expect(alice?.total).toBe(5);
  expect(alice?.remainingMs).toBeLessThanOrEqual(5_000);
});

test('a count that Redis does not know begins with what is known, and ends with it', async () => {
  const known = { total: 40, remainingMs: 7_000.5 };
  expect(await counts.add([{ key: 'carol', hits: 2, known }])).toEqual([{ total: 42, remainingMs: 7_001 }]);
  expect(await context.redis.pttl(requestCountKey('carol'))).toBeLessThanOrEqual(7_001);
});

test('a count is raised to what is known and never lowered, and its window stays', async () => {
  await counts.add([{ key: 'dave', hits: 10, known: null }]);
  await context.redis.pexpire(requestCountKey('dave'), 5_000);
  const telling = (total: number, hits: number) => ({
    key: 'dave',
    hits,
    known: { total, remainingMs: windowMs },
  });
  expect(await totals(telling(30, 0))).toEqual([30]);
  expect(await totals(telling(20, 0))).toEqual([30]);
  expect(await totals(telling(20, 1))).toEqual([31]);
  expect(await context.redis.pttl(requestCountKey('dave'))).toBeLessThanOrEqual(5_000);
});
