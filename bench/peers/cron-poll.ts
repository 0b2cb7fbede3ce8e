import { schedule } from 'node-cron';
import {
  createPool,
  createTable,
  insertOrder,
  markPaid,
  orderValues,
  remainingByLedger,
  serve,
} from './shop.ts';

/** No timer for any order: every minute, what is overdue is cancelled. */

const pool = createPool();

async function api(): Promise<void> {
  await pool.query(createTable);
  await pool.query(
    `create index if not exists orders_by_deadline on orders (expires_at) where status = 'pending'`,
  );
  serve({
    place: async (content) => (await pool.query<object>(insertOrder, orderValues(content))).rows[0]!,
    pay: async (id, paymentReference) => (await pool.query<object>(markPaid, [id, paymentReference])).rows[0],
    remainingMs: remainingByLedger(pool),
  });
}

const cancelOverdue = `
  update orders set status = 'cancelled', cancelled_at = now() where status = 'pending' and expires_at <= now()`;

function worker(): void {
  schedule('* * * * *', async () => {
    await pool.query(cancelOverdue);
  });
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
