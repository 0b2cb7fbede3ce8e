import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { chunksOf } from '@order-countdown/shared/platform/batches';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import { oursName } from './report.ts';
import type { Stores } from './stores.ts';

/** Pending orders written into the stores, where placing so many would take longer than their deadlines may. */
export interface Seed {
  orders: number;
  /** Of the first one. */
  dueInSeconds: number;
  /** From the first deadline to the last. Default 0: all are due at one instant. */
  spreadSeconds?: number;
}

interface Seeded {
  id: string;
  expires_at: Date;
}

/** Works for all contenders, because each has a table `orders` with these columns. */
const insertOrders = `
  insert into orders (id, customer_id, amount, currency, items, created_at, expires_at)
  select uuidv7(), 'cus_' || n % 10000, 12900, 'EUR',
         '[{"sku": "sku-1", "name": "A pair of shoes", "quantity": 1, "unitAmount": 12900}]',
         date_trunc('milliseconds', now()),
         date_trunc('milliseconds', now() + make_interval(secs => $2 + $3::float8 * n / $1))
  from generate_series(1, $1::int) as n
  returning id, expires_at`;

/**
 * Writes orders as our own system or the tutorial would have, with what Redis has of them, to a system that runs.
 *
 * @returns the first deadline
 */
export async function seed(name: string, stores: Stores, what: Seed): Promise<Date> {
  if (name === oursName) await reconciled(stores);
  const rows = await writeOrders(stores, what);
  if (name === oursName) await addEventsAndAlarms(stores);
  else await addJobsAndKeys(stores, rows);
  return rows[0]!.expires_at;
}

async function writeOrders({ postgres }: Pick<Stores, 'postgres'>, what: Seed): Promise<Seeded[]> {
  const { orders, dueInSeconds, spreadSeconds = 0 } = what;
  return (await postgres.query<Seeded>(insertOrders, [orders, dueInSeconds, spreadSeconds])).rows;
}

/** Orders of our own, of which Redis knows nothing yet. @returns the first deadline */
export async function writeOurs(stores: Pick<Stores, 'postgres'>, what: Seed): Promise<Date> {
  const [first] = await writeOrders(stores, what);
  await addEvents(stores);
  return first!.expires_at;
}

async function addEvents({ postgres }: Pick<Stores, 'postgres'>): Promise<void> {
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed', '{}', created_at from orders
     where not exists (select from order_events where order_id = id and sequence = 1)`,
  );
}

/** Alarms and countdown keys are set as after a loss of Redis' data. */
async function addEventsAndAlarms(stores: Stores): Promise<void> {
  await addEvents(stores);
  await stores.redis.del(reconciledKey);
  await reconciled(stores);
}

/** Waits until our worker has made Redis agree with Postgres. */
export async function reconciled({ redis }: Stores): Promise<void> {
  while ((await redis.get(reconciledKey)) === null) await sleep(10);
}

async function addJobsAndKeys({ redis, redisUrl }: Stores, rows: readonly Seeded[]): Promise<void> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(alarmQueues['tutorial']!, { connection });
  for (const chunk of chunksOf(1_000, rows)) {
    await queue.addBulk(
      chunk.map(({ id, expires_at }) => ({
        name: 'expire',
        data: { orderId: id },
        opts: { delay: Math.max(0, +expires_at - Date.now()), jobId: id, removeOnComplete: true },
      })),
    );
    const keys = redis.pipeline();
    for (const row of chunk) keys.set(`order:${row.id}`, JSON.stringify(row), 'PXAT', +row.expires_at);
    await keys.exec();
  }
  await queue.close();
  connection.disconnect();
}

/** The queues of those that use BullMQ, by contender. */
const alarmQueues: Record<string, string> = { [oursName]: 'order-expiry', tutorial: 'orders' };

/** BullMQ's score of a delayed job is its due time in these units. */
const scoreUnitsPerMs = 0x1000;

/** How many alarms are due and have not been dealt with. */
export async function dueAlarms(name: string, { redis }: Stores): Promise<number> {
  const key = (structure: string) => `bull:${alarmQueues[name]}:${structure}`;
  const [delayed, waiting, active] = await Promise.all([
    redis.zcount(key('delayed'), '-inf', Date.now() * scoreUnitsPerMs),
    redis.llen(key('wait')),
    redis.llen(key('active')),
  ]);
  return delayed + waiting + active;
}

/** How many alarms are set and not yet promoted, due or not. */
export const setAlarms = (name: string, { redis }: Stores) =>
  redis.zcard(`bull:${alarmQueues[name]}:delayed`);
