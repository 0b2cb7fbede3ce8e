import { Logger, run, runMigrations } from 'graphile-worker';
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
} from './shop.ts';

/** A graphile-worker job an order, added and removed by the statement that changes the order. */

/** Peers log nothing. */
const silent = new Logger(() => () => undefined);

const place = `
  with placed as (${insertOrder}),
  job as (
    select graphile_worker.add_job('expire', json_build_object('orderId', id), run_at := expires_at, job_key := id::text)
    from placed
  )
  select placed.* from placed, job`;

const pay = `
  with paid as (${markPaid}), job as (select graphile_worker.remove_job(id::text) from paid)
  select paid.* from paid, job`;

async function api(): Promise<void> {
  const pool = createPool();
  await runMigrations({ connectionString: databaseUrl, logger: silent });
  await pool.query(createTable);
  serve({
    place: async (content) => (await pool.query<object>(place, orderValues(content))).rows[0]!,
    pay: async (id, paymentReference) => (await pool.query<object>(pay, [id, paymentReference])).rows[0],
    remainingMs: remainingByLedger(pool),
  });
}

async function worker(): Promise<void> {
  await run({
    connectionString: databaseUrl,
    maxPoolSize: 20,
    logger: silent,
    concurrency: 50,
    pollInterval: 500,
    // Fetches jobs, and tells that they are complete, in batches.
    preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: {
      async expire(payload, helpers) {
        await helpers.query(cancelOrders, [[(payload as { orderId: string }).orderId]]);
      },
    },
  });
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
