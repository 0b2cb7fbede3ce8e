import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCore, type TestCore } from '../../../test/support/core.ts';
import type { Order } from '../src/order/order.ts';
import { setAlarm } from '../src/orders/set-alarm.ts';
import { viewInRedis } from '../src/orders/redis-view.ts';
import { alarmQueueName } from '../src/redis/alarm.ts';
import { countdownKey } from '../src/redis/countdown.ts';
import { queueKey } from '../src/redis/queue-opener.ts';
import { createTestContext, type TestContext } from './support/context.ts';

/* No worker runs here that would repair what these tests break. */

let context: TestContext;
let core: TestCore;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
});
afterAll(async () => {
  await core.close();
  await context.close();
});

const actor = { kind: 'backend', subject: 'shop' } as const;

async function place(windowSeconds = 600): Promise<Order> {
  const verdict = await core.orders.place({
    actor,
    customerId: null,
    reference: null,
    amount: 1,
    currency: 'EUR',
    items: [],
    metadata: {},
    windowSeconds,
  });
  if (verdict.outcome !== 'placed') throw new Error(verdict.outcome);
  // Whatever Redis missed on a busy machine is there now.
  await setAlarm(core, verdict.order.id);
  return verdict.order;
}

/** As long after its latest change. */
async function view({ id }: Order, agoMs = 60_000) {
  const order = await core.ledger.read(id);
  return viewInRedis(core, order!, new Date(order!.asOf.getTime() - agoMs));
}

test('Redis agrees with an order that it knows, and with one that ended', async () => {
  const order = await place();
  expect(await view(order)).toMatchObject({ state: 'agrees', differences: [], alarm: { state: 'delayed' } });
  await core.orders.cancel({ id: order.id, actor, by: 'backend', note: null, owner: null });
  await core.alarm.disarm([order.id]);
  await core.countdown.clear([{ id: order.id, version: 2 }]);
  expect(await view(order)).toEqual({ state: 'agrees', differences: [], alarm: null });
});

test('what Redis lacks is named, and means nothing in the first 5 s', async () => {
  const order = await place();
  await core.alarm.disarm([order.id]);
  await context.redis.del(countdownKey(order.id));
  const differences = [
    'The order is pending, and has no alarm.',
    'The order is pending, and has no countdown.',
  ];
  expect(await view(order)).toEqual({ state: 'differs', differences, alarm: null });
  expect(await view(order, 4_900)).toEqual({ state: 'settling', differences, alarm: null });
  expect(await setAlarm(core, order.id)).toMatchObject({ outcome: 'set' });
  expect(await view(order)).toMatchObject({ state: 'agrees', alarm: { state: 'delayed' } });
});

test('an alarm or a countdown of another time is named', async () => {
  const order = await place();
  await core.alarm.rearm([{ id: order.id, remainingMs: 700_000 }]);
  await context.redis.set(
    countdownKey(order.id),
    JSON.stringify([order.expiresAt.getTime() + 1, null]),
    'EX',
    60,
  );
  expect((await view(order)).differences).toEqual([
    expect.stringMatching(/^The alarm is set \d+ s after the deadline\.$/),
    'The countdown ends at another time than the deadline.',
  ]);
});

test('what is left of an order that ended is named', async () => {
  const order = await place();
  await core.orders.cancel({ id: order.id, actor, by: 'backend', note: null, owner: null });
  await core.alarm.arm([{ id: order.id, remainingMs: 600_000 }]);
  await context.redis.set(
    countdownKey(order.id),
    JSON.stringify([order.expiresAt.getTime(), null]),
    'EX',
    60,
  );
  expect((await view(order)).differences).toEqual([
    'The order is cancelled, and its alarm is still set.',
    'The order is cancelled, and its countdown still runs.',
  ]);
});

test('around its deadline an order settles, and after that its alarm is missed', async () => {
  const order = await place();
  await context.redis.zrem(queueKey(alarmQueueName, 'delayed'), order.id);
  await context.redis.del(countdownKey(order.id));
  const changedAt = new Date(0);
  const at = (ms: number) => {
    const asOf = new Date(order.expiresAt.getTime() + ms);
    return viewInRedis(core, { ...order, asOf, remainingMs: Math.max(0, -ms) }, changedAt);
  };
  const states = [];
  for (const ms of [-6_000, -4_000, 4_000, 6_000]) states.push((await at(ms)).state);
  expect(states).toEqual(['differs', 'settling', 'settling', 'differs']);
});

test('no alarm is set of an order that ended, or that there is not', async () => {
  const order = await place();
  await core.orders.pay({
    id: order.id,
    actor,
    amount: null,
    paymentReference: null,
    attemptId: null,
    owner: null,
  });
  expect(await setAlarm(core, order.id)).toMatchObject({ outcome: 'order_already_paid' });
  expect(await setAlarm(core, 'ord_01jdkz3y8re0fv2x9k7q5m4n6p')).toEqual({ outcome: 'not_found' });
});
