import { createConsumerRedis } from '@order-countdown/shared/redis/connection';
import { redisQueues } from '@order-countdown/shared/redis/queues';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startExpiry } from '../../apps/worker/src/expiry.ts';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { createRelief, type ReliefDependencies } from '../../apps/worker/src/relief.ts';
import { createSweep } from '../../apps/worker/src/sweep.ts';
import { createSweptIds, type SweptIds } from '../../apps/worker/src/swept-ids.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { insertOrders, tally } from '../support/ledger.ts';
import { until } from '../support/until.ts';

/** Many orders due at once: the parts of a worker that deal with them, on real stores. */

let context: TestContext;
let core: TestCore;
let swept: SweptIds;
/** What happened to the consumer. */
let steps: string[];
/** The orders whose alarms rang, and were asked about. */
let asked: string[];

beforeEach(async () => {
  context = await createTestContext();
  core = openCore(context);
  swept = createSweptIds();
  steps = [];
  asked = [];
  await until(() => core.redis.status === 'ready');
});
afterEach(async () => {
  await core.close();
  await context.close();
});

const never = new AbortController().signal;

/** No worker promotes the alarms: they are still delayed when relief begins, however slow the machine is. */
function relieve(signal = never, parts: Partial<ReliefDependencies> = {}): Promise<void> {
  const sweep = createSweep({ ...core, onSwept: swept.add });
  const consumer = {
    pause: async () => void steps.push('pause'),
    resume: async () => void steps.push('resume'),
  };
  return createRelief({ ...core, sweep, swept, consumer, ...parts })(signal);
}

async function insertWithAlarms(count: number, windowSeconds: number): Promise<string[]> {
  const ids = await insertOrders(context, { count, status: 'pending', windowSeconds });
  await core.alarm.arm(ids.map((id) => ({ id, remainingMs: 200 })));
  return ids;
}

const alarms = () => core.redis.zcard(`bull:${alarmQueueName}:delayed`);

test('many orders due at once are swept, and their alarms removed, while the consumer stands still', async () => {
  await insertWithAlarms(4_500, -1);
  await relieve();
  expect(await tally(context)).toEqual([{ status: 'cancelled', orders: 4_500, finalEvents: 4_500 }]);
  expect(await alarms()).toBeLessThan(1_000);
  expect(steps).toEqual(['pause', 'resume']);
});

test('few orders due at once are left to their alarms', async () => {
  await insertWithAlarms(900, -1);
  await relieve();
  expect(await alarms()).toBe(900);
  expect(steps).toEqual([]);
  expect(await tally(context)).toMatchObject([{ status: 'pending', orders: 900 }]);
});

test('alarms of orders that are not due stay, and ring after all', async () => {
  await insertWithAlarms(1_200, 600);
  await relieve();
  expect(await alarms()).toBe(1_200);
  expect(steps).toEqual(['pause', 'resume']);
  expect(await tally(context)).toMatchObject([{ status: 'pending', orders: 1_200 }]);
});

test('alarms of orders that another worker swept are removed, and that of an order whose row is held is not', async () => {
  const ids = await insertWithAlarms(3_000, -1);
  const held = ids[0]!;
  const holder = await context.postgres.connect();
  try {
    await holder.query('begin');
    await holder.query('select from orders where id = $1 for update', [orderIdToUuid(held)]);
    await createSweep(core).run(never);
    await relieve();
    expect(await alarms()).toBeLessThan(1_000);
    expect(await core.alarm.dueTimes([held])).toEqual([expect.any(Number)]);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});

test('an alarm that came first in the place of one that another worker removed is set again', async () => {
  await insertWithAlarms(1_200, -1);
  const [later] = (await insertOrders(context, { count: 1, status: 'pending', windowSeconds: 600 })) as [
    string,
  ];
  let hasRaced = false;
  const [queue] = core.shards.each.map(({ alarm }) => alarm);
  const alarm = {
    ...queue!,
    async removeEarliest(count: number) {
      if (!hasRaced) {
        hasRaced = true;
        // The other worker removes all that is due. Then the order that is not due comes first.
        await queue!.removeEarliest(1_200);
        await core.alarm.arm([{ id: later, remainingMs: 600_000 }]);
      }
      return queue!.removeEarliest(count);
    },
  };
  await relieve(never, { shards: { each: [{ alarm }] } });
  expect(hasRaced).toBe(true);
  const dueIn = async () => ((await core.alarm.dueTimes([later]))[0] ?? 0) - Date.now();
  await until(async () => (await dueIn()) > 500_000);
});

test('on SIGTERM, relief ends after the batches in hand, and the consumer goes on', async () => {
  const ids = await insertWithAlarms(9_000, -1);
  const stopping = new AbortController();
  const { add } = swept;
  swept.add = (batch) => {
    add(batch);
    stopping.abort();
  };
  await relieve(stopping.signal);
  const [cancelled] = await tally(context);
  expect(cancelled).toMatchObject({ status: 'cancelled', orders: 2_000 });
  expect(await alarms()).toBe(ids.length);
  expect(steps).toEqual(['pause', 'resume']);
});

test('a sweep that fails leaves the consumer running', async () => {
  await insertWithAlarms(1_200, -1);
  const sweep = { run: () => Promise.reject(new Error('on purpose')) };
  const consumer = {
    pause: async () => void steps.push('pause'),
    resume: async () => void steps.push('resume'),
  };
  await expect(createRelief({ ...core, sweep, swept, consumer })(never)).rejects.toThrow('on purpose');
  expect(steps).toEqual(['pause', 'resume']);
});

test('a consumer that stood still goes on, and asks the ledger only about orders that were not swept', async () => {
  const redis = createConsumerRedis(context.redisUrl, core.logger);
  const orders = {
    expire: (id: string) => {
      asked.push(id);
      return core.orders.expire(id);
    },
  };
  const consumer = startExpiry({ ...core, orders, swept, queues: redisQueues(redis), concurrency: 10 });
  try {
    await consumer.pause();
    const [known, other] = (await insertOrders(context, {
      count: 2,
      status: 'pending',
      windowSeconds: -1,
    })) as [string, string];
    swept.add([known]);
    await core.alarm.arm([known, other].map((id) => ({ id, remainingMs: 1 })));
    await consumer.resume();
    await until(async () => (await alarms()) === 0 && asked.length > 0);
    await until(async () => (await core.redis.exists(`bull:${alarmQueueName}:${known}`)) === 0);
    expect(asked).toEqual([other]);
  } finally {
    await consumer.close();
    redis.disconnect();
  }
});
