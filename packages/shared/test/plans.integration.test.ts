import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopAutovacuum } from '../../../test/support/fill-tables.ts';
import { indexesUsed, isSorting, plansOf, sequentialScans } from '../../../test/support/query-plans.ts';
import { advanceOrder } from '../src/ledger/advance.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { eraseOrders, readDueErasures, requestErasures } from '../src/ledger/erase.ts';
import { sweepOrders } from '../src/ledger/expire.ts';
import { extendOrder } from '../src/ledger/extend.ts';
import { failPayment } from '../src/ledger/fail-payment.ts';
import { listOrders, type OrderQuery } from '../src/ledger/list.ts';
import { readOverdue } from '../src/ledger/overdue.ts';
import { placeOrders } from '../src/ledger/place.ts';
import { readAttempts } from '../src/ledger/read-attempts.ts';
import {
  countRunning,
  readOrders,
  readSettledAmong,
  readPendingPage,
  readTimeline,
  readTimelinePage,
} from '../src/ledger/read.ts';
import { remindOrders } from '../src/ledger/remind.ts';
import { readChangedPage, readMoment } from '../src/ledger/recent-events.ts';
import { readEventsSince } from '../src/ledger/since.ts';
import { startPayment } from '../src/ledger/start-payment.ts';
import { updateOrder } from '../src/ledger/update.ts';
import { orderIdFromUuid } from '../src/order/order-id.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { keepFirstPartitions } from '../../../test/support/month-partitions.ts';
import { actor, createLedgerContext, draft, expiries, type LedgerContext } from './support/ledger-context.ts';
import { lockDue, lockOrders } from './support/plans-of-locks.ts';
import { cancellations, failureOf, payments, startOf } from './support/plan-commands.ts';
import { expireOrders, payOrders } from './support/decide.ts';

const settledCount = 200_000;
const pendingCount = 4_000;

let ledger: LedgerContext;
let ids: string[];

/** The ledger of an old shop: most orders are settled and need no reminder, some are running, some are overdue. */
beforeAll(async () => {
  ledger = await createLedgerContext();
  const { postgres } = ledger.context;
  await keepFirstPartitions(postgres); // plans-of-partitions asks about several
  // Only the tests collect statistics.
  await stopAutovacuum(postgres, ['orders', 'order_events', 'payment_attempts']);
  await postgres.query(
    `insert into orders (id, customer_id, amount, currency, created_at, expires_at, status, paid_at, version)
     select uuid_v7(placed), 'cus_' || n % 5000, 100 + n % 900, 'EUR', placed, placed + interval '30 minutes',
            'paid', placed + interval '1 minute', 2
     from generate_series(1, $1) n, lateral (select now() - n * interval '1 minute' as placed) as times`,
    [settledCount],
  );
  // A quarter of the pending orders is overdue. Their reminders were sent, except those of the last minute.
  const { rows } = await postgres.query<{ id: string }>(
    `insert into orders (id, customer_id, amount, currency, created_at, expires_at, remind_at)
     select uuid_v7(due - interval '1 hour'), 'cus_' || n % 5000, 100, 'EUR', due - interval '1 hour', due,
            case when due > now() + interval '4 minutes' then due - interval '5 minutes' end
     from generate_series(1, $1::int) n, lateral (select now() + (n - $1 / 4) * interval '1 second' as due) as times
     returning id`,
    [pendingCount],
  );
  ids = rows.map(({ id }) => orderIdFromUuid(id));
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed', '{}', created_at from orders`,
  );
  await postgres.query(
    `insert into idempotent_requests (caller, key, operation, digest, answer)
     select 'subject shop', n, 'extendOrder', '', json_build_object('id', 'ord_' || n) from generate_series(1, 20000) n
     union all
     select 'subject till', n, 'startPayment', '', json_build_object('id', 'pat_' || n, 'orderId', 'ord_' || n)
     from generate_series(1, 20000) n`,
  );
  await postgres.query('insert into erasures (order_id) select id from orders');
  await postgres.query(
    `insert into payment_attempts (order_id, id, created_at) select id, gen_random_uuid(), created_at from orders`,
  );
});
afterAll(() => ledger.close());

const inAnHour = () => ({ expiresAt: new Date(Date.now() + 3_600_000), id: ids[0]! });

const latestEvents = async () => {
  const upTo = await readMoment(ledger.postgres);
  return { after: { ...upTo, server: 'another' }, upTo };
};

type Statement = [name: string, (postgres: Postgres, ids: string[]) => Promise<unknown>];

const onSets: Statement[] = [
  ['locking', (postgres, ids) => lockOrders(postgres, ids, ledger)],
  ['paying', (postgres, ids) => payOrders(postgres, payments(ids))],
  ['cancelling', (postgres, ids) => cancelOrders(postgres, cancellations(ids))],
  ['expiring', (postgres, ids) => expireOrders(postgres, expiries(ids))],
  ['expiring what is traced', (postgres, ids) => expireOrders(postgres, expiries(ids, 'a trace'))],
  ['reading', (postgres, ids) => readOrders(postgres, ids)],
  [
    'reading the events since a sequence',
    (postgres, ids) =>
      readEventsSince(
        postgres,
        ids.map((id) => ({ id, after: 1 })),
      ),
  ],
  ['finding the settled among given orders', (postgres, ids) => readSettledAmong(postgres, ids)],
];

/** One order each. */
const onOne: Statement[] = [
  ['starting a payment', (postgres, ids) => startPayment(postgres, startOf(ids[0]!))],
  ['failing a payment', (postgres, ids) => failPayment(postgres, failureOf(ids[0]!))],
  ['extending', (postgres, ids) => extendOrder(postgres, { actor, id: ids[0]!, seconds: 60 }, 300)],
  ['advancing', (postgres, ids) => advanceOrder(postgres, { actor, id: ids[0]!, seconds: 60 })],
  [
    'updating',
    (postgres, ids) => updateOrder(postgres, { actor, id: ids[0]!, changes: { reference: 'R-1' } }),
  ],
  ['reading payment attempts', (postgres, ids) => readAttempts(postgres, ids[0]!)],
  ['reading a timeline', (postgres, ids) => readTimeline(postgres, ids[0]!)],
  [
    'reading a page of a timeline',
    (postgres, ids) => readTimelinePage(postgres, { id: ids[0]!, after: 1, limit: 20 }),
  ],
];

const prepared = onSets.filter(([name]) => name !== 'finding the settled among given orders');

/** Both statements: the one that writes, and the one that finds what concurrent requests with the same keys placed. */
const placing: Statement[] = [
  [
    'placing',
    (postgres, ids) => {
      const drafts = ids.map((id) => draft({ idempotency: { key: id, digest: 'digest' } }));
      return placeOrders(postgres, drafts);
    },
  ],
];

/** Statements that take the first orders by a time, and the index that they read. */
const byTime: [name: string, index: string, run: Statement[1]][] = [
  [
    'locking what is overdue',
    'orders_pending_by_deadline',
    (postgres) => lockDue('lock_overdue_orders', postgres, ledger),
  ],
  [
    'locking what to remind of',
    'orders_by_reminder',
    (postgres) => lockDue('lock_orders_to_remind', postgres, ledger),
  ],
  [
    'reading the first page of pending orders',
    'orders_pending_by_deadline',
    (postgres) => readPendingPage(postgres, null, 1_000),
  ],
  [
    'reading a later page of pending orders',
    'orders_pending_by_deadline',
    (postgres) => readPendingPage(postgres, inAnHour(), 1_000),
  ],
];

/** Reads a bounded time, and sorts the events of one instant. */
const following: (typeof byTime)[number] = [
  'following the latest events',
  'order_events_by_time',
  async (postgres) => readChangedPage(postgres, await latestEvents(), null, 1_000),
];

const list = (query: Partial<OrderQuery>) => (postgres: Postgres) =>
  listOrders(postgres, { status: null, customerId: null, limit: 100, after: null, ...query });

const others: Statement[] = [
  ['sweeping', (postgres) => sweepOrders(postgres, 500)],
  ['reminding', (postgres) => remindOrders(postgres, 500)],
  ['erasing', (postgres, ids) => eraseOrders(postgres, ids.slice(0, 500))],
  ['finding what to erase', (postgres) => readDueErasures(postgres, 500)],
  [
    'requesting erasures',
    (postgres, ids) => requestErasures(postgres, { actor, customerId: 'cus_7', after: ids[0]!, limit: 500 }),
  ],
  ...onOne,
  ['counting running orders', (postgres) => countRunning(postgres)],
  ['counting overdue orders', (postgres) => readOverdue(postgres)],
  ['listing all orders', list({})],
  ['listing a customer’s orders', list({ customerId: 'cus_7' })],
  ['listing the orders of a status', list({ status: 'cancelled' })],
  ['listing a customer’s orders of a status', list({ customerId: 'cus_7', status: 'pending' })],
  ['listing a later page', (postgres, ids) => list({ status: 'paid', after: ids[0]! })(postgres)],
];

async function hasStatistics(): Promise<boolean> {
  const { rows } = await ledger.context.postgres.query(`select from pg_stats where tablename = 'orders'`);
  return rows.length > 0;
}

describe.each([
  ['without statistics', false],
  ['with statistics', true],
])('%s', (_, analyzed) => {
  beforeAll(async () => {
    if (analyzed) await ledger.context.postgres.query('analyze orders, order_events, payment_attempts');
  });

  test(`the planner has ${analyzed ? 'statistics' : 'none'}`, async () => {
    expect(await hasStatistics()).toBe(analyzed);
  });

  describe.each([1, 20, 500])('in a set of %i', (size) => {
    test.each(analyzed ? [...onSets, ...placing] : onSets)('%s scans no table', async (_, run) => {
      const plans = await plansOf(ledger.postgres, (postgres) => run(postgres, ids.slice(0, size)));
      expect(sequentialScans(plans)).toEqual([]);
    });
  });

  /** Sets may hold few commands or many, but their statements have the same plan. */
  test.each([...prepared, ...onOne, ...(analyzed ? placing : [])])(
    '%s, prepared, scans no table',
    async (_, run) => {
      const plans = await plansOf(ledger.postgres, (postgres) => run(postgres, ids.slice(0, 20)), 'generic');
      expect(sequentialScans(plans)).toEqual([]);
    },
  );

  test.each([...byTime, following])('%s reads the index %s', async (_, index, run) => {
    const plans = await plansOf(ledger.postgres, (postgres) => run(postgres, ids));
    expect(indexesUsed(plans[0])).toContain(index);
    expect(sequentialScans(plans)).toEqual([]);
  });

  test.each(others)('%s scans no table', async (_, run) => {
    const plans = await plansOf(ledger.postgres, (postgres) => run(postgres, ids));
    expect(sequentialScans(plans)).toEqual([]);
  });
});

test.each(byTime)('with statistics, %s reads no more rows than its limit', async (_name, _index, run) => {
  expect(await hasStatistics()).toBe(true);
  const [plan] = await plansOf(ledger.postgres, (postgres) => run(postgres, ids));
  expect(isSorting(plan)).toBe(false);
});

test('a sequential scan and a sort are recognised', async () => {
  const query = `select from orders where currency = 'XXX' order by amount`;
  const plans = await plansOf(ledger.postgres, (postgres) => postgres.query(query));
  expect(sequentialScans(plans)).toContain('orders_before');
  expect(isSorting(plans[0])).toBe(true);
});
