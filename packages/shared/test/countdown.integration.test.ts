import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { countdownKey, createCountdown, versionKey, type Countdown } from '../src/redis/countdown.ts';
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

/** A pending order with `remainingMs` milliseconds left. Its instants are long ago, because only durations may matter. */
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
    payBy: new Date(asOf.getTime() + remainingMs),
    expiresAt: new Date(asOf.getTime() + remainingMs),
    payingUntil: null,
    remainingMs,
    asOf,
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    refundDueAmount: 0,
    version: 1,
    ...overrides,
  };
}

/** The value of a key as the previous version wrote it. */
const former = (overrides: object = {}): string =>
  JSON.stringify({
    id: newOrderId(),
    customerId: 'cus_42',
    status: 'pending',
    createdAt: '2001-02-03T04:05:06.789Z',
    expiresAt: '2001-02-03T04:06:06.789Z',
    ...overrides,
  });

const write = (id: string, value: string) => context.redis.set(countdownKey(id), value, 'PX', 60_000);
const stored = async (id: string) => (await context.redis.get(countdownKey(id))) ?? '';
const isThere = async (id: string) => (await context.redis.exists(countdownKey(id))) === 1;

test('a key lives for the remaining time that the database reported', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  const pttl = await context.redis.pttl(countdownKey(order.id));
  expect(pttl).toBeGreaterThan(58_000);
  expect(pttl).toBeLessThanOrEqual(60_000);
});

test('a countdown’s remaining time is that of its key', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  const running = await countdown.read(order.id);
  const { id, customerId, payBy, expiresAt } = order;
  expect(running).toEqual({
    id,
    customerId,
    status: 'pending',
    payBy,
    expiresAt,
    payingUntil: null,
    remainingMs: expect.any(Number),
  });
  expect(running?.remainingMs).toBeGreaterThan(58_000);
  expect(running?.remainingMs).toBeLessThanOrEqual(60_000);
});

test('a countdown ends by itself', async () => {
  const order = pending(30);
  await countdown.set([order]);
  await until(async () => !(await isThere(order.id)));
  expect(await countdown.read(order.id)).toBeNull();
});

test('a countdown that the previous version set is read, and set again in the new form', async () => {
  const order = pending(60_000);
  await write(order.id, former({ id: order.id }));
  const { id, customerId, payBy, expiresAt, payingUntil } = order;
  const remainingMs = expect.any(Number);
  const running = { id, customerId, status: 'pending', payBy, expiresAt, payingUntil, remainingMs };
  expect(await countdown.read(id)).toEqual(running);
  expect(await countdown.set([order])).toBe(1);
  expect(await countdown.set([order])).toBe(0);
  expect(await countdown.read(id)).toEqual(running);
});

test('a countdown tells the order’s own deadline, and until when its payment is in progress', async () => {
  const order = pending(60_000);
  const ended = { ...order, payBy: new Date(order.expiresAt.getTime() - 10_000), version: 2 };
  const held = { ...ended, payingUntil: order.expiresAt, version: 3 };
  for (const each of [order, ended, held, order]) {
    expect(await countdown.set([each])).toBe(each.version >= 2 || each === order ? 1 : 0);
    const { payBy, expiresAt, payingUntil } = each;
    expect(await countdown.read(order.id)).toMatchObject({ payBy, expiresAt, payingUntil });
    await context.redis.del(versionKey(order.id));
  }
});

test('the countdown of an order without payment attempts is as short as before there were any', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  expect(await stored(order.id)).toBe(JSON.stringify([order.expiresAt.getTime(), 'cus_42']));
});

test('a countdown of nobody’s order is read as such', async () => {
  const order = pending(60_000, { customerId: null });
  await countdown.set([order]);
  expect(await countdown.read(order.id)).toMatchObject({ customerId: null });
});

test('of two writes of one order in a set, the newer one counts, whichever comes first', async () => {
  const order = pending(60_000, { version: 2 });
  const extended = pending(120_000, { id: order.id, version: 3 });
  for (const set of [
    [order, extended],
    [extended, order],
  ]) {
    await context.redis.del(countdownKey(order.id));
    await countdown.set(set);
    expect(await countdown.read(order.id)).toMatchObject({ expiresAt: extended.expiresAt });
  }
});

test('an order without remaining time gets no countdown', async () => {
  const order = pending(0);
  await countdown.set([order]);
  expect(await countdown.read(order.id)).toBeNull();
});

test('countdowns are set and cleared in sets, and an empty set is no error', async () => {
  const orders = Array.from({ length: 500 }, () => pending(60_000));
  await countdown.set(orders);
  expect(await context.redis.exists(...orders.map(({ id }) => countdownKey(id)))).toBe(500);
  await countdown.clear(orders.map(({ id }) => ({ id, version: 2 })));
  expect(await context.redis.exists(...orders.map(({ id }) => countdownKey(id)))).toBe(0);
  await countdown.set([]);
  await countdown.clear([]);
});

test('the late write of a new order does not bring a cleared countdown back', async () => {
  const order = pending(60_000);
  await countdown.clear([{ id: order.id, version: 2 }]);
  await countdown.set([order]);
  expect(await countdown.read(order.id)).toBeNull();
});

test('the late write of an extension does not bring a cleared countdown back', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  await countdown.clear([{ id: order.id, version: 3 }]);
  await countdown.set([{ ...order, version: 2 }]);
  expect(await countdown.read(order.id)).toBeNull();
});

test('an extension overwrites a countdown, and an older write does not', async () => {
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

test('the keys that a cleared countdown leaves behind expire', async () => {
  const order = pending(60_000);
  await countdown.clear([{ id: order.id, version: 2 }]);
  const left = await context.redis.keys(`*${order.id}`);
  expect(left).not.toEqual([]);
  const lifetimes = await Promise.all(left.map((key) => context.redis.pttl(key)));
  for (const lifetime of lifetimes) expect(lifetime).toBeGreaterThan(0);
});

test('an unknown order has no countdown', async () => {
  expect(await countdown.read(newOrderId())).toBeNull();
});

test.each([
  ['no JSON', () => 'garbage'],
  ['empty text', () => ''],
  ['null', () => 'null'],
  ['another shape', () => '{"status":"pending"}'],
  ['half of its value', (value: string) => value.slice(0, value.length / 2)],
  ['an invalid deadline', (value: string) => value.replace(/\d+/, '"soon"')],
  ['a value of the previous version with another status', () => former({ status: 'paid' })],
  ['a value of the previous version with an invalid deadline', () => former({ expiresAt: 'soon' })],
])('reading a key that holds %s fails', async (_, spoil) => {
  const order = pending(60_000);
  await countdown.set([order]);
  await write(order.id, spoil(await stored(order.id)));
  await expect(countdown.read(order.id)).rejects.toBeInstanceOf(Error);
});

test('reading a key of another type fails', async () => {
  const id = newOrderId();
  await context.redis.rpush(countdownKey(id), 'a list');
  await expect(countdown.read(id)).rejects.toThrow('WRONGTYPE');
});

test('a key without an expiry is not taken for a countdown', async () => {
  const order = pending(60_000);
  await countdown.set([order]);
  await context.redis.persist(countdownKey(order.id));
  expect(await countdown.read(order.id)).toBeNull();
});
