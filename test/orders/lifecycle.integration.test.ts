import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRow } from '../support/ledger.ts';
import { quickest } from '../support/quickest.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
});

afterAll(() => system.close());

const jobExists = async (id: string) => (await system.context.redis.exists(`bull:order-expiry:${id}`)) === 1;
const keyExists = async (id: string) => (await system.context.redis.exists(countdownKey(id))) === 1;
const read = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body;

/** On the database's clock. @throws if it was early */
async function latenessMs(id: string): Promise<number> {
  const lateness = Number((await readRow(system.context, id)).lateness_ms);
  expect(lateness).toBeGreaterThanOrEqual(0);
  return lateness;
}

/** @returns how late it is cancelled */
async function letExpire(): Promise<number> {
  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  expect(await jobExists(order.id)).toBe(true);
  expect(await keyExists(order.id)).toBe(true);

  const cancelled = await until(async () => {
    const now = await read(order.id);
    return now.status === 'cancelled' && now;
  });

  expect(cancelled).toMatchObject({ cancelReason: 'expired', paidAt: null, remainingMs: 0, version: 2 });
  await until(async () => !(await keyExists(order.id)));
  await until(async () => !(await jobExists(order.id)));
  return latenessMs(order.id);
}

test('an unpaid order is cancelled by its alarm, at its deadline', async () => {
  expect(await quickest(250, letExpire)).toBeLessThan(250);
});

test('paying removes the alarm and the countdown, and the order stays paid after its deadline', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  const paid = await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_1' });
  expect(paid.status).toBe(200);
  expect(paid.body).toMatchObject({ status: 'paid', remainingMs: 0 });
  expect(await jobExists(order.id)).toBe(false);
  expect(await keyExists(order.id)).toBe(false);

  // Once a later order is cancelled, the first one's deadline has passed.
  const { body: later } = await system.client.place({ expiresInSeconds: 1 });
  await until(async () => (await read(later.id)).status === 'cancelled');
  expect(await read(order.id)).toMatchObject({ status: 'paid', paidAt: paid.body.paidAt, version: 2 });
});

test('cancelling removes the alarm and the countdown', async () => {
  const { body: order } = await system.client.place();
  const cancelled = await system.client.post(`/v1/orders/${order.id}/cancel`, { reason: 'changed my mind' });
  expect(cancelled.body).toMatchObject({ status: 'cancelled', cancelReason: 'backend' });
  expect(await jobExists(order.id)).toBe(false);
  expect(await keyExists(order.id)).toBe(false);
  const again = await system.client.post(`/v1/orders/${order.id}/cancel`);
  expect(again).toMatchObject({ status: 200, body: { version: cancelled.body.version } });
  const pay = await system.client.post(`/v1/orders/${order.id}/pay`);
  expect(pay).toMatchObject({ status: 409, body: { code: 'order_cancelled' } });
});

/** @returns how late its order is cancelled by the alarm that is set again */
async function ringEarly(): Promise<number> {
  const { body: order } = await system.client.place({ expiresInSeconds: 2 });
  const queue = new Queue('order-expiry', { connection: system.context.redis });
  const job = await queue.getJob(order.id);
  await job?.promote();
  await until(async () => (await queue.getJob(order.id))?.attemptsStarted === 1);
  expect(await read(order.id)).toMatchObject({ status: 'pending', version: 1 });

  await until(async () => (await read(order.id)).status === 'cancelled');
  return latenessMs(order.id);
}

test('an alarm that rings early cancels nothing and is set again', async () => {
  expect(await quickest(250, ringEarly)).toBeLessThan(250);
});

test('an order is refused payment from its deadline on, even before a worker cancels it', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  const queue = `bull:order-expiry:meta`;
  await system.context.redis.hset(queue, 'paused', 1);
  try {
    await until(async () => (await read(order.id)).remainingMs === 0);
    expect(await read(order.id)).toMatchObject({ status: 'pending' });
    const late = await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_late' });
    expect(late).toMatchObject({ status: 409, body: { code: 'order_expired' } });
    const cancel = await system.client.post(`/v1/orders/${order.id}/cancel`);
    expect(cancel).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: 'expired' } });
  } finally {
    await system.context.redis.hdel(queue, 'paused');
  }
});

test('the timeline lists each change once, in order', async () => {
  const actor = { kind: 'backend', subject: 'shop' };
  const { body: order } = await system.client.place({ reference: 'cart-7' });
  await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_7' });
  await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_7' });
  const { body } = await system.client.get(`/v1/orders/${order.id}/events`);
  expect(body.data).toEqual([
    {
      sequence: 1,
      type: 'order.placed',
      occurredAt: order.createdAt,
      data: {
        customerId: 'cus_42',
        reference: 'cart-7',
        amount: 12_900,
        currency: 'CNY',
        expiresAt: order.expiresAt,
      },
      actor,
    },
    {
      sequence: 2,
      type: 'order.paid',
      occurredAt: expect.any(String),
      data: { amount: 12_900, currency: 'CNY', paymentReference: 'pay_7' },
      actor,
    },
  ]);
});
