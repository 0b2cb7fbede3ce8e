import { newOrderId } from '@order-countdown/shared/order/order-id';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { leaseKey } from '@order-countdown/shared/redis/lease';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followedKey } from '../../apps/worker/src/follow-mark.ts';
import { follow } from '../../apps/worker/src/follow.ts';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { actor, sampleDraft } from '../support/ledger.ts';
import { brokenPromises } from '../support/promises.ts';
import { until } from '../support/until.ts';

/** The worker's own function on real stores, called at the moments that a test needs. */

let context: TestContext;
let core: TestCore;

beforeEach(async () => {
  context = await createTestContext();
  core = openCore(context);
  await until(() => core.redis.status === 'ready');
  await reconcile(core, never);
  await follow(core, never);
});

afterEach(async () => {
  await core.close();
  await context.close();
});

const never = new AbortController().signal;

async function place(windowSeconds = 600): Promise<string> {
  const verdict = await core.orders.place({ ...sampleDraft, windowSeconds, idempotency: null });
  if (verdict.outcome !== 'placed') throw new Error(verdict.outcome);
  return verdict.order.id;
}

const pay = (id: string) => core.orders.pay({ actor, id, paymentReference: 'pay_1', amount: null });

/** Follows until something is as it should be. */
const followed = (isRight: () => Promise<boolean>) =>
  until(async () => {
    await follow(core, never);
    return isRight();
  });

const ttlMs = (id: string) => context.redis.pttl(countdownKey(id));
const alarms = async (id: string) => (await core.alarm.dueTimes([id]))[0];

test('a countdown key that was written late, and would outlive its deadline, is corrected', async () => {
  const id = await place(60);
  await context.redis.pexpire(countdownKey(id), 90_000);
  await followed(async () => (await ttlMs(id)) <= 60_000);
  expect(await ttlMs(id)).toBeGreaterThan(50_000);
});

test('an alarm and a key that appear after the payment are removed, and an older write brings neither back', async () => {
  const id = await place();
  const order = await core.ledger.read(id);
  if (!order) throw new Error('no order');
  await pay(id);
  await context.redis.del(`countdown-version:${id}`);
  await Promise.all([core.countdown.set([order]), core.alarm.arm([order])]);
  expect(await ttlMs(id)).toBeGreaterThan(0);
  await followed(async () => (await ttlMs(id)) < 0 && (await alarms(id)) === null);
  await core.countdown.set([order]);
  expect(await context.redis.exists(countdownKey(id))).toBe(0);
  expect(await brokenPromises(context)).toEqual([]);
});

test('of two workers one follows at a time', async () => {
  const id = await place();
  await context.redis.set(leaseKey('follow'), 'another worker', 'PX', 60_000);
  const before = await context.redis.get(followedKey);
  await core.alarm.disarm([id]);
  for (let times = 0; times < 3; times += 1) await follow(core, never);
  expect(await context.redis.get(followedKey)).toBe(before);
  await context.redis.del(leaseKey('follow'));
  await followed(async () => (await alarms(id)) !== null);
});

test('a worker that lost its lease to another one does not move the mark', async () => {
  const id = await place();
  const before = await context.redis.get(followedKey);
  const ledger: TestCore['ledger'] = {
    ...core.ledger,
    async moment() {
      await context.redis.set(leaseKey('follow'), 'another worker');
      return core.ledger.moment();
    },
  };
  await until(async () => {
    const failure = await follow({ ...core, ledger }, never).catch((error: unknown) => error);
    await context.redis.del(leaseKey('follow'));
    return failure instanceof Error && failure.name === 'LeaseLost';
  });
  expect(await context.redis.get(followedKey)).toBe(before);
  expect(await alarms(id)).not.toBeNull();
});

test('a pause of some seconds is followed up, and one of more than a minute is reconciled', async () => {
  const backdate = async (seconds: number) => {
    const mark = JSON.parse((await context.redis.get(followedKey)) ?? '');
    const at = new Date(Date.parse(mark.after.at) - seconds * 1_000);
    const moment = { ...mark.after, at };
    await context.redis.set(followedKey, JSON.stringify({ after: moment, upTo: moment }));
  };
  await backdate(30);
  const missed = await place();
  await core.alarm.disarm([missed]);
  await followed(async () => (await alarms(missed)) !== null);
  expect(await context.redis.get(reconciledKey)).not.toMatch(/^requested /);

  await backdate(70);
  await core.alarm.disarm([missed]);
  await follow(core, never);
  expect(await context.redis.get(reconciledKey)).toMatch(/^requested /);
  await reconcile(core, never);
  expect(await alarms(missed)).not.toBeNull();
});

test('after Postgres went back to an older copy of its data, what Redis knows of lost orders and versions is forgotten', async () => {
  const [id, lost] = [await place(), newOrderId()];
  await context.redis.set(countdownKey(lost), '{}');
  await context.redis.set(`countdown-version:${id}`, 7, 'PX', 60_000);
  await context.redis.del(countdownKey(id));
  const mark = JSON.parse((await context.redis.get(followedKey)) ?? '');
  const [oldest = 0, next = 0] = mark.upTo.snapshot.split(':').map(Number);
  mark.upTo.snapshot = `${oldest + 1_000_000}:${next + 1_000_000}:`;
  await context.redis.set(followedKey, JSON.stringify(mark));

  await follow(core, never);
  await reconcile(core, never);
  expect(await context.redis.exists(countdownKey(lost))).toBe(0);
  expect(await context.redis.exists(countdownKey(id))).toBe(1);
});
