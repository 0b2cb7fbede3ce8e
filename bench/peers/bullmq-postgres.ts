import { createPostgresBackend, Queue, Worker } from 'bullmq';
import {
  cancelOrders,
  createPool,
  createTable,
  databaseUrl,
  insertOrder,
  markPaid,
  orderValues,
  remainingByLedger,
  serve,
  windowSeconds,
} from './shop.ts';

/** The tutorial without Redis: BullMQ keeps its jobs in Postgres. */

const pool = createPool(10);
const connection = { connectionString: databaseUrl, migrate: true, max: 10 };

async function api(): Promise<void> {
  await pool.query(createTable);
  const queue = new Queue('orders', { connection }, createPostgresBackend);
  await queue.waitUntilReady();
  serve({
    async place(content) {
      const { rows } = await pool.query<{ id: string }>(insertOrder, orderValues(content));
      const order = rows[0]!;
      const options = { delay: windowSeconds * 1_000, jobId: order.id, removeOnComplete: true };
      await queue.add('expire', { orderId: order.id }, options);
      return order;
    },
    async pay(id, paymentReference) {
      const { rows } = await pool.query<object>(markPaid, [id, paymentReference]);
      if (rows[0]) await queue.remove(id);
      return rows[0];
    },
    remainingMs: remainingByLedger(pool),
  });
}

async function worker(): Promise<void> {
  const expire = async ({ data }: { data: { orderId: string } }) => {
    await pool.query(cancelOrders, [[data.orderId]]);
  };
  const options = { connection, concurrency: 50 };
  await new Worker('orders', expire, options, createPostgresBackend).waitUntilReady();
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
