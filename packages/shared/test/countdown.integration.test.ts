import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { countdownKey, createCountdown, type Countdown } from '../src/redis/countdown.ts';
import { newOrderId } from '../src/order/order-id.ts';
import type { Order } from '../src/order/order.ts';
import type { Redis } from '../src/redis/connection.ts';
import { createTestContext, type TestContext } from './support/context.ts';
import { connectProducer } from './support/redis-client.ts';

let context: TestContext;
let producer: Redis;
let countdown: Countdown;

beforeAll(async () => {
  context = await createTestContext();
  producer = connectProducer(context.redisUrl);
  await until(() => producer.status === 'ready');
  countdown = createCountdown(producer);
});
afterAll(async () => {
  producer.disconnect();
  await context.close();
});

/** A pending order with `remainingMs` milliseconds left. Its instants are long ago: only durations may count. */
function pending(remainingMs: number, overrides: Partial<Order> = {}): Order {
  const asOf = new Date('2001-02-03T04:05:06.789Z');
  return {
    id: newOrderId(),
    customerId: 'cus_42',
    reference: null,
    status: 'pending',
    amount: 12_900,
    currency: 'CNY',
    items: [],
    metadata: {},
    createdAt: asOf,
    expiresAt: new Date(asOf.getTime() + remainingMs),
    remainingMs,
    asOf,
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    version: 1,
    ...overrides,
  };
}

const write = (id: string, value: string) => context.redis.set(countdownKey(id), value, 'PX', 60_000);
const stored = async (id: string) => (await context.redis.get(countdownKey(id))) ?? '';
const isThere = async (id: string) => (await context.redis.exists(countdownKey(id))) === 1;

test('a key lives as long as the database said was left', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  const pttl = await context.redis.pttl(countdownKey(order.id));
  expect(pttl).toBeGreaterThan(58_000);
  expect(pttl).toBeLessThanOrEqual(60_000);
});

test('a countdown is read with the time that its key has left', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  const running = await countdown.read(order.id);
  const { id, customerId, expiresAt } = order;
  expect(running).toEqual({ id, customerId, status: 'pending', expiresAt, remainingMs: expect.any(Number) });
  expect(running?.remainingMs).toBeGreaterThan(58_000);
  expect(running?.remainingMs).toBeLessThanOrEqual(60_000);
});

test('it ends by itself', async () => {
  const order = pending(30);
  await countdown.set([order]);
  await until(async () => !(await isThere(order.id)));
  expect(await countdown.read(order.id)).toBeNull();
});

test('an order that is due or settled gets none', async () => {
  const order = pending(0);
  await countdown.set([order]);
  expect(await countdown.read(order.id)).toBeNull();
});

test('many are set and cleared together, and none at all is no error', async () => {
  const orders = Array.from({ length: 500 }, () => pending(60_000));
  await countdown.set(orders);
  expect(await context.redis.exists(...orders.map(({ id }) => countdownKey(id)))).toBe(500);
  await countdown.clear(orders.map(({ id }) => ({ id, version: 2 })));
  expect(await context.redis.exists(...orders.map(({ id }) => countdownKey(id)))).toBe(0);
  await countdown.set([]);
  await countdown.clear([]);
});

test('a write for an order just placed that comes after its clearing does not bring it back', async () => {
  const order = pending(60_000);
  await countdown.clear([{ id: order.id, version: 2 }]);
  await countdown.set([order]);
  expect(await countdown.read(order.id)).toBeNull();
});

test('nor does a late write of an extension', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  await countdown.clear([{ id: order.id, version: 3 }]);
  await countdown.set([{ ...order, version: 2 }]);
  expect(await countdown.read(order.id)).toBeNull();
});

test('an extension overwrites, and an older write after it does not', async () => {
  const order = pending(60_000);
  const extended = pending(120_000, { id: order.id, version: 2 });
  await countdown.set([order]);
  await countdown.set([extended]);
  expect(await countdown.read(order.id)).toMatchObject({ expiresAt: extended.expiresAt });
  await countdown.set([order]);
  const running = await countdown.read(order.id);
  expect(running).toMatchObject({ expiresAt: extended.expiresAt });
  expect(running?.remainingMs).toBeGreaterThan(118_000);
});

test('what is left behind of a cleared countdown goes, too', async () => {
  const order = pending(60_000);
  await countdown.clear([{ id: order.id, version: 2 }]);
  const left = await context.redis.keys(`*${order.id}`);
  const lifetimes = await Promise.all(left.map((key) => context.redis.pttl(key)));
  for (const lifetime of lifetimes) expect(lifetime).toBeGreaterThan(0);
});

test('an unknown order has none', async () => {
  expect(await countdown.read(newOrderId())).toBeNull();
});

test.each([
  ['no JSON', () => 'garbage'],
  ['nothing', () => ''],
  ['null', () => 'null'],
  ['another shape', () => '{"status":"pending"}'],
  ['half of itself', (value: string) => value.slice(0, value.length / 2)],
  ['another status', (value: string) => value.replace('pending', 'paid')],
  [
    'a deadline that is no time',
    (value: string) => value.replace(/"expiresAt":"[^"]+"/, '"expiresAt":"soon"'),
  ],
])('a key that holds %s is no countdown', async (_, spoil) => {
  const order = pending(60_000);
  await countdown.set([order]);
  await write(order.id, spoil(await stored(order.id)));
  await expect(countdown.read(order.id)).rejects.toBeInstanceOf(Error);
});

test('a key of another type is no countdown', async () => {
  const id = newOrderId();
  await context.redis.rpush(countdownKey(id), 'a list');
  await expect(countdown.read(id)).rejects.toThrow('WRONGTYPE');
});

test('a key that would live for ever is no countdown', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  await context.redis.persist(countdownKey(order.id));
  expect(await countdown.read(order.id)).toBeNull();
});
