import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { follow } from '../../apps/worker/src/follow.ts';
import { reconcile } from '../../apps/worker/src/reconcile.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { actor, sampleDraft } from '../support/ledger.ts';
import { brokenPromises } from '../support/promises.ts';
import { until } from '../support/until.ts';

/** All processes are restarted with another `REDIS_URL`. The worker's own functions, called until all is as it should be. */

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
  await migrate(context.databaseUrl, createLogger('test', 'warn'), { redisUrl: 'none' });
});

afterAll(() => context.close());

const never = new AbortController().signal;

/** Runs a part of the service's life. @param isRight what the worker has to reach in the end */
async function live<Result>(
  redisUrl: string,
  work: (core: TestCore) => Promise<Result>,
  isRight: (core: TestCore, result: Result) => Promise<boolean>,
): Promise<Result> {
  const core = openCore({ ...context, redisUrl });
  try {
    await until(() => core.connection.status === 'ready');
    const result = await work(core);
    await until(async () => {
      await follow(core, never);
      await reconcile(core, never);
      return isRight(core, result);
    });
    return result;
  } finally {
    await core.close();
  }
}

async function place({ orders }: TestCore): Promise<string> {
  const verdict = await orders.place({ ...sampleDraft, windowSeconds: 600, idempotency: null });
  if (verdict.outcome !== 'placed') throw new Error(verdict.outcome);
  return verdict.order.id;
}

const pay = ({ orders }: TestCore, id: string) =>
  orders.pay({ actor, id, paymentReference: `of ${id}`, amount: null });

/** Of these orders, those that have an alarm. */
const armed = async ({ alarm }: TestCore, ids: readonly string[]) => {
  const dueTimes = await alarm.dueTimes(ids);
  return ids.filter((_, index) => dueTimes[index] !== null).join();
};

test('from Redis to Postgres alone and back, each pending order has its alarm, and no other has', async () => {
  const placeBoth = async (core: TestCore) => [await place(core), await place(core)] as const;
  const [kept, paid] = await live(
    context.redisUrl,
    placeBoth,
    async (core, ids) => (await armed(core, ids)) === ids.join(),
  );

  const later = await live(
    'none',
    async (core) => {
      await pay(core, paid);
      return place(core);
    },
    async (core, later) => (await armed(core, [kept, paid, later])) === [kept, later].join(),
  );

  await live(
    context.redisUrl,
    (core) => pay(core, kept),
    async (core) =>
      (await armed(core, [kept, paid, later])) === later &&
      (await core.countdown.read(paid)) === null &&
      (await core.countdown.read(later)) !== null,
  );

  // Its alarms are those of the last time: two of them have nothing to ring for.
  await live(
    'none',
    (core) => pay(core, later),
    async (core) => (await armed(core, [kept, paid, later])) === '',
  );
  expect(await brokenPromises({ databaseUrl: context.databaseUrl, redis: 'none' })).toEqual([]);
});
