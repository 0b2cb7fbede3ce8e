import { createRecheck } from '@order-countdown/shared/orders/recheck';
import type { Shard } from '@order-countdown/shared/redis/shards';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMark } from '../../apps/worker/src/follow-mark.ts';
import { follow } from '../../apps/worker/src/follow.ts';
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
  const refuse = () => Promise.reject(new Error('away'));
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
