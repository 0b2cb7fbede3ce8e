import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insist } from '../support/insist.ts';
import { readRow } from '../support/ledger.ts';
import { quickest } from '../support/quickest.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';
import { until, untilInstant } from '../support/until.ts';

let system: System;
let queue: Queue;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  queue = new Queue('order-expiry', { connection: system.context.redis });
});

afterAll(() => system.close());

const extend = (id: string, seconds: unknown) => system.client.post(`/v1/orders/${id}/extend`, { seconds });
const msBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from);

test('an extension moves the deadline, the alarm and the countdown', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 60 });
  const extended = await extend(order.id, 600);
  expect(extended).toMatchObject({ status: 200, body: { status: 'pending', version: 2 } });
  expect(msBetween(order.expiresAt, extended.body.expiresAt)).toBe(600_000);

  const job = await queue.getJob(order.id);
  expect(job?.delay).toBeGreaterThan(650_000);
  expect(await system.context.redis.pttl(countdownKey(order.id))).toBeGreaterThan(650_000);
  const { body: countdown } = await system.client.get(`/v1/orders/${order.id}/countdown`);
  expect(countdown.expiresAt).toBe(extended.body.expiresAt);
  const { body: timeline } = await system.client.get(`/v1/orders/${order.id}/events`);
  expect(timeline.data[1]).toMatchObject({
    sequence: 2,
    type: 'order.extended',
    data: { seconds: 600, expiresAt: extended.body.expiresAt },
  });
});

/** @returns how late it is cancelled after its new deadline */
async function letExtendedExpire(): Promise<number> {
  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  await extend(order.id, 1);
  const row = await until(async () => {
    const now = await readRow(system.context, order.id);
    return now.status === 'cancelled' && now;
  });
  expect(Number(row.lateness_ms)).toBeGreaterThanOrEqual(0);
  expect(row.expires_at.getTime() - row.created_at.getTime()).toBe(2_000);
  return Number(row.lateness_ms);
}

test('an extended order is cancelled at its new deadline, not at the old one', async () => {
  expect(await quickest(250, letExtendedExpire)).toBeLessThan(250);
});

test('an extension at the instant of the deadline is either granted or refused', async () => {
  const races = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const { body: placed } = await insist(() => system.client.place({ expiresInSeconds: 3 }));
      // Most of them in the last instants, and some so early that a busy machine grants them too.
      const earlinessMs = index % 20 === 0 ? 3_000 : (index % 20) * 20;
      await untilInstant(Date.parse(placed.expiresAt) - earlinessMs);
      const answer = await insist(() => extend(placed.id, 60));
      const order = await until(async () => {
        const { body: now } = await system.client.get(`/v1/orders/${placed.id}`);
        return (now.status === 'cancelled' || now.remainingMs > 3_000) && now;
      });
      return { answer, order };
    }),
  );
  expect(new Set(races.map(({ answer }) => answer.status))).toEqual(new Set([200, 409]));
  for (const { answer, order } of races) {
    const expected = answer.status === 200 ? 'pending' : 'cancelled';
    expect(order, JSON.stringify(answer.body)).toMatchObject({ status: expected });
  }
});

test('an order that can no longer be paid is not extended', async () => {
  const { body: paid } = await system.client.place();
  await system.client.post(`/v1/orders/${paid.id}/pay`);
  expect(await extend(paid.id, 60)).toMatchObject({ status: 409, body: { code: 'order_already_paid' } });
  const { body: cancelled } = await system.client.place();
  await system.client.post(`/v1/orders/${cancelled.id}/cancel`);
  expect(await extend(cancelled.id, 60)).toMatchObject({ status: 409, body: { code: 'order_cancelled' } });
  const unknown = await extend('ord_01jdkz3y8re0fv2x9k7q5m4n6p', 60);
  expect(unknown).toMatchObject({ status: 404, body: { code: 'order_not_found' } });
});

test.each([0, -5, 1.5, '60', null, 2_592_001, 2_592_000 - 1_800 + 1])(
  'an extension by %j is refused, and nothing changes',
  async (seconds) => {
    const { body: order } = await system.client.place();
    const answer = await extend(order.id, seconds);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(answer.body.errors[0].path).toBe('seconds');
    const { body: after } = await system.client.get(`/v1/orders/${order.id}`);
    expect(after).toMatchObject({ expiresAt: order.expiresAt, version: 1 });
  },
);

test('an order can be extended to 30 days after its creation', async () => {
  const { body: order } = await system.client.place();
  const extended = await extend(order.id, 2_592_000 - 1_800);
  expect(msBetween(order.createdAt, extended.body.expiresAt)).toBe(2_592_000_000);
});

test('a customer can’t extend its own order', async () => {
  const { body: order } = await system.client.place({ customerId: 'alice' });
  const token = await signToken({ sub: 'alice', scope: 'orders payments' });
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await system.client.post(`/v1/orders/${order.id}/extend`, { seconds: 60 }, headers);
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});
