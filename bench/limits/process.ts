import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { createPool, createTable, redisUrl } from '../peers/shop.ts';
import { answerLimits } from './protocol.ts';

/**
 * What the stores can do alone, in sets, without anything around it: what no contender can surpass.
 */

export type LimitName = 'insert' | 'update' | 'sweep' | 'add-alarms' | 'remove-alarms';

/** Orders of a set. A sweep has {@link sweepSize}. */
const setSize = 100;
const sweepSize = 2_000;

const pool = createPool(4);
const queue = new Queue('limit', { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }) });
let made = 0;

const insertSet = {
  name: 'insert',
  text: `insert into orders (customer_id, amount, currency, items, expires_at)
    select 'cus_1', 12900, 'EUR', '[{"sku": "sku-1", "name": "A pair of shoes", "quantity": 1, "unitAmount": 12900}]',
           now() + make_interval(secs => $2) from generate_series(1, $1::int) returning id`,
};
const updateSet = {
  name: 'update',
  text: `update orders set status = 'paid', paid_at = now(), payment_reference = 'pay_' || id
    where id = any($1) and status = 'pending'`,
};
const sweepSet = {
  name: 'sweep',
  text: `update orders set status = 'cancelled', cancelled_at = now() where id in (
      select id from orders where status = 'pending' and expires_at <= now()
      order by expires_at limit $1 for update skip locked)`,
};

/** Sets up; returns what to measure. */
const limits: Record<LimitName, (count: number) => Promise<() => Promise<unknown>>> = {
  async insert(count) {
    await prepareTable();
    return () => inSets(count, setSize, () => pool.query({ ...insertSet, values: [setSize, 1_800] }));
  },
  async update(count) {
    await prepareTable();
    const { rows } = await pool.query<{ id: string }>({ ...insertSet, values: [count, 1_800] });
    const ids = rows.map(({ id }) => id);
    const next = () => pool.query({ ...updateSet, values: [ids.splice(0, setSize)] });
    return () => inSets(count, setSize, next);
  },
  async sweep(count) {
    await prepareTable();
    await pool.query({ ...insertSet, values: [count, -1] });
    return () => inSets(count, sweepSize, () => pool.query({ ...sweepSet, values: [sweepSize] }), 1);
  },
  'add-alarms': async (count) => () => inSets(count, setSize, addAlarms),
  async 'remove-alarms'(count) {
    const from = made;
    await inSets(count, setSize, addAlarms);
    let next = from;
    const remove = () =>
      Promise.all(Array.from({ length: setSize }, () => queue.remove(`ord-${(next += 1)}`)));
    return () => inSets(count, setSize, remove);
  },
};

async function prepareTable(): Promise<void> {
  await pool.query(createTable);
  await pool.query(
    `create index if not exists orders_by_deadline on orders (expires_at) where status = 'pending'`,
  );
}

const addAlarms = () =>
  queue.addBulk(
    Array.from({ length: setSize }, () => ({
      name: 'expire',
      data: {},
      opts: { jobId: `ord-${(made += 1)}`, delay: 1_800_000 },
    })),
  );

/** Two sets at a time: the store works on one while the client prepares the next. */
async function inSets(count: number, size: number, work: () => Promise<unknown>, lanes = 2): Promise<void> {
  let left = Math.ceil(count / size);
  async function lane(): Promise<void> {
    for (; left > 0; await work()) left -= 1;
  }
  await Promise.all(Array.from({ length: lanes }, lane));
}

answerLimits((name, count) => limits[name as LimitName](count));
