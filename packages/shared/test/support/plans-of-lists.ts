import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  indexesUsed,
  isSorting,
  plansOf,
  rowsRead,
  sequentialScans,
} from '../../../../test/support/query-plans.ts';
import { listOrders, type OrderQuery } from '../../src/ledger/list.ts';
import { recordRefund } from '../../src/ledger/refund.ts';
import { listRefunds, readRefund, readRefundsDue, type RefundQuery } from '../../src/ledger/refunds.ts';
import { orderIdFromUuid } from '../../src/order/order-id.ts';
import { refundIdFromUuid } from '../../src/order/refund.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import { actor, createLedgerContext, type LedgerContext } from './ledger-context.ts';
import { fillLedger } from './old-shop.ts';

const fillTimeLimitMs = 180_000;

/** Finds out how the lists find their rows, in the ledger of an old shop with so many orders: see `fillLedger`. */
export function testPlansOfLists(orderCount: number): void {
  let ledger: LedgerContext;
  /** Of an order in the middle, and of its refund. */
  let orderId: string;
  let refundId: string;
  const middle = orderCount / 2;

  beforeAll(async () => {
    ledger = await createLedgerContext();
    await fillLedger(ledger.context.postgres, orderCount);
    const { rows } = await ledger.context.postgres.query<{ id: string; refund: string }>(
      `select order_id as id, refund_id as refund from payments where reference = 'pay_' || $1 || '_again'`,
      [middle],
    );
    orderId = orderIdFromUuid(rows[0]!.id);
    refundId = refundIdFromUuid(rows[0]!.refund);
  }, fillTimeLimitMs);
  afterAll(() => ledger.close());

  type Run = (postgres: Postgres) => Promise<unknown>;

  const list =
    (query: Partial<OrderQuery>): Run =>
    (postgres) =>
      listOrders(postgres, { limit: 100, after: null, ...query });
  const later =
    (query: Partial<OrderQuery>): Run =>
    (postgres) =>
      list({ ...query, after: orderId })(postgres);
  const refunds =
    (query: Partial<RefundQuery>): Run =>
    (postgres) =>
      listRefunds(postgres, {
        status: null,
        orderId: null,
        customerId: null,
        limit: 100,
        after: null,
        ...query,
      });

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  /** In the middle of the table, and to its end. */
  const longAgo = { createdAfter: minutesAgo(orderCount * 0.6), createdBefore: minutesAgo(orderCount * 0.4) };
  const anHour = {
    createdAfter: minutesAgo(orderCount * 0.4 + 60),
    createdBefore: minutesAgo(orderCount * 0.4),
  };
  const since2000 = { createdAfter: new Date('2000-01-01T00:00:00Z') };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

  /** What is asked, and the index that finds it. */
  const lists: [name: string, index: string, run: Run][] = [
    ['orders', 'orders_pkey', list({})],
    ['orders with a number of the shop', 'orders_by_reference', list({ reference: `R-${middle}` })],
    [
      'a customer’s orders with a number of the shop',
      'orders_by_reference',
      list({ reference: `R-${middle}`, customerId: 'cus_0' }),
    ],
    ['orders with a payment', 'payments_by_reference', list({ paymentReference: `pay_${middle}` })],
    [
      'orders with a refused payment',
      'payments_by_reference',
      list({ paymentReference: `pay_${middle}_again` }),
    ],
    ['orders with a refund that is due', 'orders_with_refunds_due', list({ isRefundDue: true })],
    ['later orders with a refund that is due', 'orders_with_refunds_due', later({ isRefundDue: true })],
    ['orders of some months', 'order_events_by_time', list(longAgo)],
    ['later orders of some months', 'order_events_by_time', later(longAgo)],
    ['paid orders', 'orders_by_status_and_creation', list({ status: 'paid' })],
    ['later pending orders', 'orders_by_status_and_creation', later({ status: 'pending' })],
    ['paid orders of some months', 'orders_by_status_and_creation', list({ ...longAgo, status: 'paid' })],
    ['paid orders since long ago', 'orders_by_status_and_creation', list({ ...since2000, status: 'paid' })],
    [
      'later paid orders since long ago',
      'orders_by_status_and_creation',
      later({ ...since2000, status: 'paid' }),
    ],
    [
      'cancelled orders of an hour',
      'orders_by_status_and_creation',
      list({ ...anHour, status: 'cancelled' }),
    ],
    ['pending orders of an hour', 'orders_by_status_and_creation', list({ ...anHour, status: 'pending' })],
    ['orders of an hour', 'order_events_by_time', list(anHour)],
    ['orders since long ago', 'order_events_by_time', list(since2000)],
    ['later orders since long ago', 'order_events_by_time', later(since2000)],
    [
      'orders before an instant',
      'order_events_by_time',
      list({ createdBefore: minutesAgo(orderCount * 0.1) }),
    ],
    ['a customer’s orders of some months', 'orders_by_customer', list({ ...longAgo, customerId: 'cus_7' })],
    [
      'orders due within an hour',
      'orders_pending_by_deadline',
      list({ status: 'pending', expiresAfter: inDays(20), expiresBefore: inDays(20 + 1 / 24) }),
    ],
    [
      'orders due soon',
      'orders_pending_by_deadline',
      list({ status: 'pending', expiresBefore: inDays(16.2) }),
    ],
    ['refunds', 'payments_before_by_refund', refunds({})],
    ['later refunds', 'payments_before_by_refund', (postgres) => refunds({ after: refundId })(postgres)],
    ['refunds that are due', 'payments_by_refund_due', refunds({ status: 'due' })],
    ['refunds that were made', 'payments_by_refund_made', refunds({ status: 'refunded' })],
    ['the refunds of an order', 'payments_by_order_and_refund', (postgres) => refunds({ orderId })(postgres)],
    ['a customer’s refunds', 'orders_with_refunds', refunds({ customerId: 'cus_1000' })],
    [
      'a customer’s refunds that are due',
      'orders_with_refunds',
      refunds({ customerId: 'cus_0', status: 'due' }),
    ],
  ];

  describe(`in ${orderCount.toLocaleString('en')} orders`, () => {
    test.each(lists)('%s are found through %s, and few rows are read', async (_, index, run) => {
      const plans = await plansOf(ledger.postgres, run, 'analyze');
      expect(plans.flatMap(indexesUsed)).toContain(index);
      expect(sequentialScans(plans)).toEqual([]);
      expect(rowsRead(plans)).toBeLessThan(2_000);
    });

    test.each([
      ['counting the refunds that are due', (postgres: Postgres) => readRefundsDue(postgres)],
      ['reading a refund', (postgres: Postgres) => readRefund(postgres, refundId)],
      [
        'recording a refund',
        (postgres: Postgres) => recordRefund(postgres, { actor, id: refundId, refundReference: null }),
      ],
    ])('%s scans no table', async (_, run) => {
      expect(sequentialScans(await plansOf(ledger.postgres, run))).toEqual([]);
    });

    test('a filter by nothing that has an index is seen to read all orders', async () => {
      const query = 'select from orders where currency = $1 and amount = 99 order by created_at desc limit 1';
      const plans = await plansOf(ledger.postgres, (postgres) => postgres.query(query, ['EUR']), 'analyze');
      expect(rowsRead(plans)).toBeGreaterThan(orderCount * 0.99);
      expect(isSorting(plans[0])).toBe(true);
    });
  });
}
