import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import {
  cancelOrders,
  createPool,
  createTable,
  insertOrder,
  markPaid,
  orderValues,
  redisUrl,
  serve,
  windowSeconds,
} from './shop.ts';

/** What tutorials show: one INSERT, one delayed BullMQ job and one expiring key an order. */

const pool = createPool();

async function api(): Promise<void> {
  const redis = new Redis(redisUrl);
  const queue = new Queue('orders', { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }) });
  await pool.query(createTable);
  serve({
    async place(content) {
      const { rows } = await pool.query<{ id: string }>(insertOrder, orderValues(content));
      const order = rows[0]!;
      const options = { delay: windowSeconds * 1_000, jobId: order.id, removeOnComplete: true };
      await queue.add('expire', { orderId: order.id }, options);
      await redis.set(`order:${order.id}`, JSON.stringify(order), 'EX', windowSeconds);
      return order;
    },
    async pay(id, paymentReference) {
      const { rows } = await pool.query<object>(markPaid, [id, paymentReference]);
      if (!rows[0]) return undefined;
      await queue.remove(id);
      await redis.del(`order:${id}`);
      return rows[0];
    },
    async remainingMs(id) {
      const [order, seconds] = await Promise.all([redis.get(`order:${id}`), redis.ttl(`order:${id}`)]);
      return order === null ? undefined : seconds * 1_000;
    },
    async list(customerId) {
      const newest = 'select * from orders where customer_id = $1 order by created_at desc, id desc limit 20';
      return (await pool.query<object>(newest, [customerId])).rows;
    },
  });
}

async function worker(): Promise<void> {
  const expire = async ({ data }: { data: { orderId: string } }) => {
    await pool.query(cancelOrders, [[data.orderId]]);
  };
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  await new Worker('orders', expire, { connection, concurrency: 50 }).waitUntilReady();
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
