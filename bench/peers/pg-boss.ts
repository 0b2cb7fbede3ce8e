import { PgBoss } from 'pg-boss';
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

/** A pg-boss job an order, deferred to its deadline. */

const queue = 'expire-order';

async function api(): Promise<void> {
  const pool = createPool(10);
  const boss = new PgBoss({ connectionString: databaseUrl, max: 10, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue(queue);
  await pool.query(createTable);
  serve({
    async place(content) {
      const { rows } = await pool.query<{ id: string }>(insertOrder, orderValues(content));
      const order = rows[0]!;
      await boss.send(queue, { orderId: order.id }, { id: order.id, startAfter: windowSeconds });
      return order;
    },
    async pay(id, paymentReference) {
      const { rows } = await pool.query<object>(markPaid, [id, paymentReference]);
      if (rows[0]) await boss.deleteJob(queue, id);
      return rows[0];
    },
    remainingMs: remainingByLedger(pool),
  });
}

async function worker(): Promise<void> {
  const pool = createPool(10);
  const boss = new PgBoss({ connectionString: databaseUrl, max: 10 });
  await boss.start();
  const options = { batchSize: 500, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
  await boss.work<{ orderId: string }>(queue, options, async (jobs) => {
    await pool.query(cancelOrders, [jobs.map(({ data }) => data.orderId)]);
  });
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
