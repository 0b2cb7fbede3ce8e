import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { expireOrders, sweepOrders } from '../src/ledger/expire.ts';
import { listOrders, type OrderQuery } from '../src/ledger/list.ts';
import { readOverdue } from '../src/ledger/overdue.ts';
import { payOrders } from '../src/ledger/pay.ts';
import { placeOrders } from '../src/ledger/place.ts';
import {
  countRunning,
  readOrders,
  readSettledAmong,
  readPendingPage,
  readTimeline,
} from '../src/ledger/read.ts';
import { readEventsSince } from '../src/ledger/since.ts';
import { orderIdFromUuid } from '../src/order/order-id.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { createLedgerContext, draft, type LedgerContext } from './support/ledger-context.ts';
import { explaining, indexesUsed, isSorting, sequentialScans, type PlanNode } from './support/query-plans.ts';

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
  [
    'events since',
    (postgres, ids) =>
      readEventsSince(
        postgres,
        ids.map((id) => ({ id, after: 1 })),
      ),
  ],
  ['finding the pending among', (postgres, ids) => readSettledAmong(postgres, ids)],
];

/** Both steps: writing, and finding what the same requests have placed at the same moment. */
const placing: Statement[] = [
  [
    'placing',
    (postgres, ids) => {
      const drafts = ids.map((id) => draft({ idempotency: { key: id, digest: 'digest' } }));
      return placeOrders(postgres, drafts);
    },
  ],
];

/** The first orders by their deadline. */
const byDeadline: Statement[] = [
  ['sweeping', (postgres) => sweepOrders(postgres, 500)],
  ['the first page of pending orders', (postgres) => readPendingPage(postgres, null, 1_000)],
  ['a later page of pending orders', (postgres) => readPendingPage(postgres, inAnHour(), 1_000)],
];

const list = (query: Partial<OrderQuery>) => (postgres: Postgres) =>
  listOrders(postgres, { status: null, customerId: null, limit: 100, after: null, ...query });

const others: Statement[] = [
  ['counting the running', (postgres) => countRunning(postgres)],
  ['the overdue', (postgres) => readOverdue(postgres)],
  ['a timeline', (postgres, ids) => readTimeline(postgres, ids[0]!)],
  ['listing all', list({})],
  ['listing a customer’s', list({ customerId: 'cus_7' })],
  ['listing those of a status', list({ status: 'cancelled' })],
  ['listing a customer’s of a status', list({ customerId: 'cus_7', status: 'pending' })],
  ['a later page of a list', (postgres, ids) => list({ status: 'paid', after: ids[0]! })(postgres)],
];

async function plansOf(run: Statement[1], ids: string[]): Promise<PlanNode[]> {
  const { plans, postgres } = explaining(ledger.postgres);
  await run(postgres, ids);
  if (plans.length === 0) throw new Error('no statement was made');
  return plans;
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
    test.each(analyzed ? [...onSets, ...placing] : onSets)('%s scans no table', async (_, run) => {
      const plans = await plansOf(run, ids.slice(0, size));
      expect(plans.flatMap(sequentialScans)).toEqual([]);
    });
  });

  test.each(byDeadline)('%s reads the index of the pending', async (_, run) => {
    const [plan] = await plansOf(run, ids);
    expect(indexesUsed(plan!)).toContain('orders_pending_by_deadline');
    expect(sequentialScans(plan!)).toEqual([]);
  });

  test.each(others)('%s scans no table', async (_, run) => {
    const plans = await plansOf(run, ids);
    expect(plans.flatMap(sequentialScans)).toEqual([]);
  });
});

test.each(byDeadline)('once there are statistics, %s reads no more than it is asked for', async (_, run) => {
  expect(await hasStatistics()).toBe(true);
  const [plan] = await plansOf(run, ids);
  expect(isSorting(plan!)).toBe(false);
});

test('a scan and a sort would be found', async () => {
  const query = `select from orders where reference = 'none' order by amount`;
  const [plan] = await plansOf((postgres) => postgres.query(query), ids);
  expect(sequentialScans(plan!)).toEqual(['orders']);
  expect(isSorting(plan!)).toBe(true);
});
