import { newOrderId } from '@order-countdown/shared/order/order-id';
import { createRecheck } from '@order-countdown/shared/orders/recheck';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import type { Shard } from '@order-countdown/shared/redis/shards';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followedKey, readMark } from '../../apps/worker/src/follow-mark.ts';
import { follow } from '../../apps/worker/src/follow.ts';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { actor, sampleDraft } from '../support/ledger.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let core: TestCore;

beforeEach(async () => {
  context = await createTestContext();
  core = openCore(context, { ALARM_SHARDS: '2' });
  await until(() => core.redis.status === 'ready');
});

afterEach(async () => {
  await core.close();
  await context.close();
});

const never = new AbortController().signal;

/** Places orders until one is in this shard. */
async function placeIn(shard: Shard | undefined): Promise<string> {
  for (;;) {
    const verdict = await core.orders.place({ ...sampleDraft, windowSeconds: 600, idempotency: null });
    if (verdict.outcome !== 'placed') throw new Error(verdict.outcome);
    if (core.shards.of(verdict.order.id) === shard) return verdict.order.id;
  }
}

const refuse = () => Promise.reject(new Error('away'));

/** Of all shards, in their order. */
const areRequested = () =>
  Promise.all(
    core.shards.each.map(async ({ marks }) => (await marks.get(reconciledKey))?.startsWith('requested')),
  );

const isArmed = async (id: string) => (await core.alarm.dueTimes([id]))[0] !== null;

test('a shard that is away keeps no other from being repaired, and what was followed is not passed without it', async () => {
  await follow(core, never);
  const [away, other] = core.shards.each;
  const [inAway, inOther, paid] = [await placeIn(away), await placeIn(other), await placeIn(other)];
  await core.orders.pay({ actor, id: paid, paymentReference: null, amount: null });
  await until(async () => !(await isArmed(paid)));
  await core.alarm.disarm([inAway, inOther]);
  await core.alarm.arm([{ id: paid, remainingMs: 600_000 }]);

  let isAway = true;
  const failing = { ...away!, alarm: { ...away!.alarm, ensure: refuse, dueTimes: refuse } };
  const of = (id: string) => (isAway && core.shards.of(id) === away ? failing : core.shards.of(id));
  const recheck = createRecheck({ ...core, shards: { ...core.shards, of } });
  const following = () => follow({ ...core, recheck }, never).then(() => null, String);
  const mark = () => readMark(core.shards.marks);
  let before: Awaited<ReturnType<typeof mark>> = null;
  await until(async () => {
    before = await mark();
    return (await following()) === 'Error: away';
  });
  expect([await isArmed(inOther), await isArmed(paid), await isArmed(inAway)]).toEqual([true, false, false]);
  expect(await mark()).toEqual(before);

  isAway = false;
  await until(() => isArmed(inAway));
  await recheck.close();
});

test('one that is away for long is owed a reconciliation, holds nobody back, and costs the others none', async () => {
  await reconcile(core, never);
  await follow(core, never);
  const [gone, other] = core.shards.each;
  const failing: Shard = {
    ...gone!,
    alarm: { ...gone!.alarm, ensure: refuse, dueTimes: refuse },
    marks: { ...gone!.marks, get: refuse },
  };
  const shards = {
    ...core.shards,
    each: [failing, other!],
    of: (id: string) => (core.shards.of(id) === gone ? failing : other!),
  };
  const recheck = createRecheck({ ...core, shards });
  const [inGone] = [await placeIn(gone), await placeIn(other)];
  await core.alarm.disarm([inGone]);
  await until(() =>
    follow({ ...core, recheck, shards }, never).then(
      () => false,
      () => true,
    ),
  );

  const mark = (await readMark(core.shards.marks))!;
  const longAgo = { ...mark.after, at: new Date(mark.upTo.at.getTime() - 31_000) };
  await core.shards.marks.set(followedKey, JSON.stringify({ ...mark, after: longAgo }));
  await until(async () => {
    await follow({ ...core, recheck, shards }, never);
    return (await readMark(core.shards.marks))!.owed['0'] === 'gap';
  });
  const then = (await readMark(core.shards.marks))!;
  const [later, missed] = [await placeIn(other), await placeIn(gone)];
  await core.alarm.disarm([later, missed]);
  await until(async () => {
    await follow({ ...core, recheck, shards }, never);
    return isArmed(later);
  });
  expect((await readMark(core.shards.marks))!.upTo.at.getTime()).toBeGreaterThan(then.upTo.at.getTime());
  expect(await areRequested()).toEqual([false, false]);

  await recheck.close();
  await until(async () => {
    await follow(core, never);
    return Object.keys((await readMark(core.shards.marks))!.owed).length === 0;
  });
  expect(await areRequested()).toEqual([true, false]);
  await reconcile(core, never);
  expect([await isArmed(inGone), await isArmed(missed)]).toEqual([true, true]);
});

test('late writes to a shard that is away take no room of the others, and have it alone reconciled', async () => {
  await reconcile(core, never);
  const [gone, other] = core.shards.each;
  let isAway = true;
  const marks = { ...gone!.marks, get: (name: string) => (isAway ? refuse() : gone!.marks.get(name)) };
  const shards = { ...core.shards, each: [{ ...gone!, marks }, other!] };
  const recheck = createRecheck({ ...core, shards });
  const inOther = await placeIn(other);
  await core.alarm.disarm([inOther]);
  const late = Array.from({ length: 50_000 }, newOrderId).filter((id) => core.shards.of(id) === gone);
  recheck.add(late);
  recheck.add([inOther]);
  await until(() => isArmed(inOther));
  expect(await areRequested()).toEqual([false, false]);
  isAway = false;
  await until(async () => (await areRequested())[0]);
  expect(await areRequested()).toEqual([true, false]);
  await recheck.close();
});
