import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDriftCheck } from '../../apps/worker/src/drift.ts';
import { follow } from '../../apps/worker/src/follow.ts';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { insertOrders, sampleDraft } from '../support/ledger.ts';
import { until } from '../support/until.ts';

/** The worker's own functions on real stores, called at the moments that a test needs. */

let context: TestContext;
let core: TestCore;

async function open(redisUrl?: string): Promise<void> {
  context = await createTestContext(redisUrl);
  core = openCore(context);
  await until(() => core.redis.status === 'ready');
}

const close = async () => {
  await core.close();
  await context.close();
};

const never = new AbortController().signal;
const run = (signal = never) => reconcile(core, signal);

const insertPending = (count: number) =>
  insertOrders(context, { count, status: 'pending', windowSeconds: 600 });

const sampleOrder = { ...sampleDraft, windowSeconds: 600, idempotency: null };

/** @returns milliseconds until the alarm rings; null if it is not set */
async function alarmInMs(id: string): Promise<number | null> {
  const [dueAt] = await core.alarm.dueTimes([id]);
  return dueAt == null ? null : dueAt - Date.now();
}

describe('reconciliation', () => {
  beforeEach(() => open());
  afterEach(close);

  test('reconciling sets the missing alarms and countdown keys of more orders than a page holds', async () => {
    const ids = await insertPending(2_500);
    await run();
    expect(await core.alarm.count()).toBe(2_500);
    expect(await context.redis.exists(...ids.map(countdownKey))).toBe(2_500);
  });

  test('reconciling removes the alarms of more settled orders than a page holds', async () => {
    const settled = await insertOrders(context, { count: 2_500, status: 'paid', windowSeconds: 600 });
    const [pending = ''] = await insertPending(1);
    await core.alarm.arm(settled.map((id) => ({ id, remainingMs: 600_000 })));
    await run();
    expect(await core.alarm.dueTimes([pending, ...settled])).toEqual([
      expect.any(Number),
      ...settled.map(() => null),
    ]);
  });

  test('reconciling removes the alarm and the countdown key of an order that does not exist', async () => {
    const id = newOrderId();
    await core.alarm.arm([{ id, remainingMs: 600_000 }]);
    await context.redis.set(countdownKey(id), '{}');
    await run();
    expect([await alarmInMs(id), await context.redis.exists(countdownKey(id))]).toEqual([null, 0]);
  });

  test('reconciling removes the countdown keys of paid and missing orders that have no alarm', async () => {
    const [paid = ''] = await insertOrders(context, { count: 1, status: 'paid', windowSeconds: 600 });
    const [pending = ''] = await insertPending(1);
    const keys = [paid, newOrderId()].map(countdownKey);
    for (const key of keys) await context.redis.set(key, '{}');
    await run();
    expect(await context.redis.exists(...keys)).toBe(0);
    expect(await context.redis.exists(countdownKey(pending))).toBe(1);
  });

  test.for([300_000, 598_000, 602_000, 900_000])(
    'reconciling corrects an alarm that is set for %i ms when 600 s are left',
    async (remainingMs) => {
      const [id = ''] = await insertPending(1);
      await core.alarm.arm([{ id, remainingMs }]);
      await run();
      const [dueAt] = await core.alarm.dueTimes([id]);
      const order = await core.ledger.read(id);
      expect(Math.abs(dueAt! - order!.expiresAt.getTime())).toBeLessThan(1_000);
    },
  );

  test('reconciling leaves an alarm that is a quarter of a second off', async () => {
    const [id = ''] = await insertPending(1);
    await core.alarm.arm([{ id, remainingMs: 599_750 }]);
    const before = await core.alarm.dueTimes([id]);
    await run();
    expect(await core.alarm.dueTimes([id])).toEqual(before);
  });

  test('Redis is reconciled once, and not again while it agrees', async () => {
    const [id = ''] = await insertPending(1);
    await run();
    await core.alarm.disarm([id]);
    await run();
    expect(await alarmInMs(id)).toBeNull();
  });

  test('a write that Redis missed is repaired by following the events when it is reachable again', async () => {
    await run();
    core.redis.disconnect();
    await until(() => core.redis.status === 'end');
    const { outcome, order } = (await core.orders.place(sampleOrder)) as {
      outcome: string;
      order: { id: string };
    };
    expect(outcome).toBe('placed');

    await core.redis.connect();
    await until(async () => {
      await follow(core, never);
      return (await alarmInMs(order.id)) !== null;
    });
    expect(await alarmInMs(order.id)).toBeGreaterThan(590_000);
    expect(await context.redis.exists(countdownKey(order.id), reconciledKey)).toBe(2);
  });

  test('a difference that the drift check finds twice in a row is reconciled', async () => {
    const checkDrift = createDriftCheck(core);
    const [id = ''] = await insertPending(1);
    await run();
    await core.alarm.disarm([id]);
    await checkDrift();
    await run();
    expect(await alarmInMs(id)).toBeNull();
    await checkDrift();
    await run();
    expect(await alarmInMs(id)).toBeGreaterThan(0);
  });

  test('a difference that is gone at the next drift check is not reconciled', async () => {
    const checkDrift = createDriftCheck(core);
    const [id = ''] = await insertPending(1);
    await run();
    for (let times = 0; times < 2; times += 1) {
      await core.alarm.disarm([id]);
      await checkDrift();
      await core.alarm.arm([{ id, remainingMs: 600_000 }]);
      await checkDrift();
    }
    expect(await context.redis.get(reconciledKey)).not.toMatch(/^requested /);
  });
});

test('another Redis process with the same data is reconciled', async () => {
  const redis = await startThrowawayRedis({ persistent: true });
  await open(redis.url);
  const [id = ''] = await insertPending(1);
  await run();
  await core.alarm.disarm([id]);
  const claim = await context.redis.get(reconciledKey);
  await redis.restart();
  await until(() => core.redis.status === 'ready' && context.redis.status === 'ready');
  expect(await context.redis.get(reconciledKey)).toBe(claim);
  await run();
  expect(await alarmInMs(id)).toBeGreaterThan(0);
  await close();
  await redis.stop();
});
