import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { leaseKey } from '@order-countdown/shared/redis/lease';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { reconciledKey, requestReconciliation } from '@order-countdown/shared/redis/reconciled';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followedKey } from '../../apps/worker/src/follow-mark.ts';
import { follow } from '../../apps/worker/src/follow.ts';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { actor, sampleDraft } from '../support/ledger.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let core: TestCore;
let other: TestCore;

beforeEach(async () => {
  context = await createTestContext();
  core = openCore(context);
  other = openCore(context);
  await until(() => core.redis.status === 'ready' && other.redis.status === 'ready');
  await reconcile(core, never);
  await follow(core, never);
});

afterEach(async () => {
  await Promise.all([core.close(), other.close()]);
  await context.close();
});

const never = new AbortController().signal;

async function place(): Promise<string> {
  const verdict = await core.orders.place({ ...sampleDraft, windowSeconds: 600, idempotency: null });
  if (verdict.outcome !== 'placed') throw new Error(verdict.outcome);
  return verdict.order.id;
}

const countdownVersionKey = (id: string) => `countdown-version:${id}`;
const isArmed = async (id: string) => (await core.alarm.dueTimes([id]))[0] !== null;
const hasKey = async (id: string) => (await context.redis.exists(countdownKey(id))) === 1;

/** Lets the other worker follow until it has passed what was committed so far. */
async function otherFollows(): Promise<void> {
  const { rows } = await context.postgres.query('select clock_timestamp() as now');
  await until(async () => {
    await follow(other, never);
    const mark = JSON.parse((await context.redis.get(followedKey)) ?? '{}');
    return Date.parse(mark.after?.at) > rows[0].now.getTime();
  });
}

test('a worker stopped between reading an order and repairing it leaves no trace of one paid meanwhile', async () => {
  const id = await place();
  await core.alarm.disarm([id]);
  let wasStopped = false;
  const ledger: TestCore['ledger'] = {
    ...core.ledger,
    async changedPage(...range) {
      const page = await core.ledger.changedPage(...range);
      if (wasStopped || !page.orders.some((order) => order.id === id)) return page;
      wasStopped = true;
      await core.orders.pay({ actor, id, paymentReference: 'pay_1', amount: null });
      await context.redis.del(leaseKey('follow'));
      await otherFollows();
      return page;
    },
  };
  await until(async () => {
    await follow({ ...core, ledger }, never).catch(() => undefined);
    return wasStopped;
  });
  const hasNoTrace = async () => !(await isArmed(id)) && !(await hasKey(id));
  expect(await until(hasNoTrace, 5_000)).toBe(true);
});

test('a process that closes first checks the orders that it wrote late', async () => {
  const id = await place();
  await other.alarm.disarm([id]);
  core.recheck.add([id]);
  await core.recheck.close();
  expect(await isArmed(id)).toBe(true);
  await core.recheck.close();
});

test('more late writes than can be checked one by one are left to a reconciliation', async () => {
  const isRequested = async () => (await context.redis.get(reconciledKey))?.startsWith('requested');
  expect(await isRequested()).toBe(false);
  core.recheck.add(Array.from({ length: 20_001 }, newOrderId));
  await until(isRequested);
});

test('a worker stopped in the middle of a reconciliation leaves no trace of an order paid meanwhile', async () => {
  const id = await place();
  await requestReconciliation(core.shards.each);
  const ledger: TestCore['ledger'] = {
    ...core.ledger,
    async pendingPage(...range) {
      const page = await core.ledger.pendingPage(...range);
      if (page.length === 0) return page;
      await core.orders.pay({ actor, id, paymentReference: 'pay_1', amount: null });
      await context.redis.del(leaseKey('reconcile'), countdownVersionKey(id));
      await otherFollows();
      await reconcile(other, never);
      return page;
    },
  };
  await expect(reconcile({ ...core, ledger }, never)).rejects.toThrow('no longer ours');
  const hasNoTrace = async () => !(await isArmed(id)) && !(await hasKey(id));
  expect(await until(hasNoTrace, 5_000)).toBe(true);
});
