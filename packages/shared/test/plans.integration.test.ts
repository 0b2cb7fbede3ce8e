import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { expireOrders, sweepOrders } from '../src/ledger/expire.ts';
import { payOrders } from '../src/ledger/pay.ts';
import {
  countRunning,
  readOrders,
  readPendingAmong,
  readPendingPage,
  readTimeline,
} from '../src/ledger/read.ts';
import { orderIdFromUuid } from '../src/order-id.ts';
import type { Postgres } from '../src/postgres.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { explaining, sequentialScans } from './support/query-plans.ts';

const settledCount = 200_000;
const pendingCount = 4_000;

let ledger: LedgerContext;
let ids: string[];

/** The ledger of a shop that has been at it for long: most orders settled, some running, some overdue. */
beforeAll(async () => {
  ledger = await createLedgerContext();
  const { postgres } = ledger.context;
  // Statistics come when the test says so.
  await postgres.query(`alter table orders set (autovacuum_enabled = false)`);
  await postgres.query(`alter table order_events set (autovacuum_enabled = false)`);
  await postgres.query(
    `insert into orders (id, customer_id, amount, currency, created_at, expires_at, status, paid_at, version)
     select gen_random_uuid(), 'cus_' || n % 5000, 100 + n % 900, 'EUR', placed, placed + interval '30 minutes',
            'paid', placed + interval '1 minute', 2
     from generate_series(1, $1) n, lateral (select now() - n * interval '1 minute' as placed) as times`,
    [settledCount],
  );
  // A quarter of the pending ones is overdue.
  const { rows } = await postgres.query<{ id: string }>(
    `insert into orders (id, customer_id, amount, currency, created_at, expires_at)
     select gen_random_uuid(), 'cus_' || n % 5000, 100, 'EUR', due - interval '1 hour', due
     from generate_series(1, $1::int) n, lateral (select now() + (n - $1 / 4) * interval '1 second' as due) as times
     returning id`,
    [pendingCount],
  );
  ids = rows.map(({ id }) => orderIdFromUuid(id));
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed', '{}', created_at from orders`,
  );
});
afterAll(() => ledger.close());

const payments = (ids: string[]) => ids.map((id) => ({ id, paymentReference: 'pay_1', amount: 100 }));
const cancellations = (ids: string[]) => ids.map((id) => ({ id, by: 'customer' as const, note: null }));
const inAnHour = () => ({ expiresAt: new Date(Date.now() + 3_600_000), id: ids[0]! });

type Statement = [name: string, (postgres: Postgres, ids: string[]) => Promise<unknown>];

const onSets: Statement[] = [
  ['paying', (postgres, ids) => payOrders(postgres, payments(ids))],
  ['cancelling', (postgres, ids) => cancelOrders(postgres, cancellations(ids))],
  ['expiring', (postgres, ids) => expireOrders(postgres, ids)],
  ['reading', (postgres, ids) => readOrders(postgres, ids)],
  ['finding the pending among', (postgres, ids) => readPendingAmong(postgres, ids)],
];

const onAll: Statement[] = [
  ['sweeping', (postgres) => sweepOrders(postgres, 500)],
  ['the first page of pending orders', (postgres) => readPendingPage(postgres, null, 1_000)],
  ['a later page of pending orders', (postgres) => readPendingPage(postgres, inAnHour(), 1_000)],
  ['counting the running', (postgres) => countRunning(postgres)],
  ['a timeline', (postgres, ids) => readTimeline(postgres, ids[0]!)],
];

async function tablesScannedBy(run: Statement[1], ids: string[]): Promise<string[]> {
  const { plans, postgres } = explaining(ledger.postgres);
  await run(postgres, ids);
  if (plans.length === 0) throw new Error('no statement was made');
  return plans.flatMap(sequentialScans);
}

async function hasStatistics(): Promise<boolean> {
  const { rows } = await ledger.context.postgres.query(`select from pg_stats where tablename = 'orders'`);
  return rows.length > 0;
}

describe.each([
  ['without statistics', false],
  ['with statistics', true],
])('%s', (_, analyzed) => {
  beforeAll(async () => {
    if (analyzed) await ledger.context.postgres.query('analyze orders, order_events');
  });

  test('the planner has what the name says', async () => {
    expect(await hasStatistics()).toBe(analyzed);
  });

  describe.each([1, 20, 500])('in a set of %i', (size) => {
    test.each(onSets)('%s scans no table', async (_, run) => {
      expect(await tablesScannedBy(run, ids.slice(0, size))).toEqual([]);
    });
  });

  test.each(onAll)('%s scans no table', async (_, run) => {
    expect(await tablesScannedBy(run, ids)).toEqual([]);
  });
});

test('a scan would be found', async () => {
  const query = `select from orders where reference = 'none'`;
  expect(await tablesScannedBy((postgres) => postgres.query(query), ids)).toEqual(['orders']);
});
