import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillMonths } from '../../../../test/support/fill-months.ts';
import { partitionByMonth } from '../../../../test/support/month-partitions.ts';
import { partitionsRead, plansOf, sequentialScans } from '../../../../test/support/query-plans.ts';
import { cancelOrders } from '../../src/ledger/cancel.ts';
import { sweepOrders } from '../../src/ledger/expire.ts';
import { extendOrder } from '../../src/ledger/extend.ts';
import { readFeedLag } from '../../src/ledger/feed.ts';
import { findOrderId } from '../../src/ledger/find-order.ts';
import { listOrders, type OrderQuery } from '../../src/ledger/list.ts';
import { placeOrders } from '../../src/ledger/place.ts';
import { readOrders, readTimeline } from '../../src/ledger/read.ts';
import { readEventsSince } from '../../src/ledger/since.ts';
import { newOrderId, orderIdFromUuid, orderIdToUuid } from '../../src/order/order-id.ts';
import { refundIdFromUuid } from '../../src/order/refund.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import { actor, createLedgerContext, draft, expiries, type LedgerContext } from './ledger-context.ts';
import { expireOrders, payOrders } from './decide.ts';

type Run = (postgres: Postgres) => unknown;

/** Finds out which of 36 partitions statements read, in a ledger with so many orders, evenly in time. */
export function testPlansOfPartitions(orderCount: number, fillLimitMs: number): void {
  let ledger: LedgerContext;
  /** Of one month two years ago. */
  let old: string[];
  let refundId: string;

  beforeAll(async () => {
    ledger = await createLedgerContext();
    const pool = ledger.context.postgres;
    await partitionByMonth(pool);
    await fillMonths(pool, orderCount);
    const { rows } = await pool.query<{ id: string }>(
      `select id from orders where id > uuid_bound((date_trunc('month', now() at time zone 'UTC') - interval '24 months') at time zone 'UTC')
       order by id limit 20`,
    );
    old = rows.map(({ id }) => orderIdFromUuid(id));
    const refund = await pool.query<{ id: string }>(
      'select refund_id as id from payments where refund_id is not null order by refund_id limit 1',
    );
    refundId = refundIdFromUuid(refund.rows[0]!.id);
  }, fillLimitMs);
  afterAll(() => ledger.close());

  const list =
    (query: Partial<OrderQuery>): Run =>
    (postgres) =>
      listOrders(postgres, { limit: 20, after: null, ...query });
  const payments = () => old.map((id) => ({ actor, id, paymentReference: 'pay_1', amount: 100 }));

  /** What is asked by the ids of orders of one month. */
  const byId: [string, Run][] = [
    ['placing', (postgres) => placeOrders(postgres, [draft(), draft()])],
    ['paying', (postgres) => payOrders(postgres, payments())],
    [
      'cancelling',
      (postgres) =>
        cancelOrders(
          postgres,
          old.map((id) => ({ actor, id, by: 'customer', note: null })),
        ),
    ],
    ['expiring', (postgres) => expireOrders(postgres, expiries(old))],
    ['extending', (postgres) => extendOrder(postgres, { actor, id: old[0]!, seconds: 60 }, 300)],
    ['reading', (postgres) => readOrders(postgres, old)],
    [
      'reading events',
      (postgres) =>
        readEventsSince(
          postgres,
          old.map((id) => ({ id, after: 0 })),
        ),
    ],
    ['reading a timeline', (postgres) => readTimeline(postgres, old[0]!)],
  ];

  test.each(byId)('%s reads one partition of each table', async (_, run) => {
    const plans = await plansOf(ledger.postgres, run, 'undone');
    for (const table of ['orders', 'order_events', 'payments'])
      expect(partitionsRead(plans, table).length).toBeLessThanOrEqual(1);
    expect(sequentialScans(plans)).toEqual([]);
  });

  /** In the order of ids, so Postgres goes from month to month, and stops at the limit: the coming month has none. */
  test.each<[string, Run]>([
    ['a page of all orders', list({})],
    ['a page of old orders', (postgres) => list({ after: old[0]! })(postgres)],
  ])('%s reads two partitions at most', async (_, run) => {
    const plans = await plansOf(ledger.postgres, run, 'undone');
    expect(partitionsRead(plans, 'orders').length).toBeLessThanOrEqual(2);
  });

  /** The plan that a prepared statement keeps leaves out partitions when it is executed. */
  test.each(byId.slice(1))('%s, prepared, opens one partition of each table', async (_, run) => {
    const plans = await plansOf(ledger.postgres, run, 'kept');
    for (const table of ['orders', 'order_events', 'payments'])
      expect(partitionsRead(plans, table, 'opened').length).toBeLessThanOrEqual(1);
  });

  /** What any month may have: an index of each partition says where it is. */
  const anywhere: [string, Run, buffers: number][] = [
    ['the sweep', (postgres) => sweepOrders(postgres, 100), 6_000],
    ['orders by the number of the shop', list({ reference: 'R-7' }), 400],
    ['orders by the reference of a payment', list({ paymentReference: 'pay_7' }), 600],
    ['orders of a customer', list({ customerId: 'cus_7' }), 600],
    ['pending orders', list({ status: 'pending' }), 600],
    [
      'orders of an hour',
      (postgres) => list({ createdAfter: new Date(Date.now() - 3_600_000) })(postgres),
      1_000,
    ],
    ['the order of a refund', (postgres) => findOrderId(postgres, refundId), 300],
    ['the lag of the feed', readFeedLag, 1_000],
  ];

  test.each(anywhere)('%s reads no table from end to end, and few pages', async (_, run, buffers) => {
    const plans = await plansOf(ledger.postgres, run, 'undone');
    expect(sequentialScans(plans)).toEqual([]);
    expect(plans[0]['Shared Hit Blocks']! + plans[0]['Shared Read Blocks']!).toBeLessThan(buffers);
  });

  describe('placing', () => {
    test('an id has the time of the database, whatever its caller thinks', async () => {
      const pool = ledger.context.postgres;
      const ids = ['0000000000', '7zzzzzzzzz'].map((time) => `ord_${time}${newOrderId().slice(-16)}`);
      const verdicts = await placeOrders(
        ledger.postgres,
        ids.map((id) => draft({ id })),
      );
      const placed = verdicts.map((verdict) => ('order' in verdict ? verdict.order.id : ''));
      expect(placed.map((id) => id.slice(-16))).toEqual(ids.map((id) => id.slice(-16)));
      const { rows } = await pool.query(
        `select tableoid::regclass::text as partition, uuid_time(id) = created_at as "isOfTime",
                to_char(now() at time zone 'UTC', '"orders_"YYYY_MM') as today
         from orders where right(id::text, 23) = any(select right(id::text, 23) from unnest($1::uuid[]) as id)
           and created_at > now() - interval '1 minute'`,
        [placed.map(orderIdToUuid)],
      );
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(row).toMatchObject({ isOfTime: true, partition: row.today });
    });
  });
}
