import type { Pool } from 'pg';
import { dropIndexes, stopAutovacuum } from '../../../../test/support/fill-tables.ts';

/** One order in fifty is so new that it is pending. */
const pendingShare = 0.02;

/**
 * Fills a ledger as an old shop does that has an order a minute: the last ones are pending, one paid order in a hundred
 * has a refund. All statistics are fresh.
 */
export async function fillLedger(postgres: Pool, orderCount: number): Promise<void> {
  const tables = ['orders', 'order_events', 'payments'];
  await stopAutovacuum(postgres, tables);
  const makeIndexes = await dropIndexes(postgres, tables);
  await postgres.query(
    `insert into orders (id, customer_id, reference, amount, currency, created_at, expires_at, status, paid_at,
                         payment_reference, refund_due_amount, version)
     select uuid_v7(placed), 'cus_' || n % 5000, 'R-' || n, 100, 'EUR', placed, placed + interval '30 days',
            case when n > $2 then 'paid' else 'pending' end, case when n > $2 then placed + interval '1 minute' end,
            case when n > $2 then 'pay_' || n end,
            case when n > $2 and n % 100 = 0 then case when n % 1000 = 0 then 50 else 0 end end,
            case when n > $2 then 2 else 1 end
     from generate_series($1::int, 1, -1) n,
          lateral (select date_trunc('milliseconds', now()) - n * interval '1 minute' as placed) as times`,
    [orderCount, orderCount * pendingShare],
  );
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 1, 'order.placed', '{}'::jsonb, created_at from orders
     union all
     select id, 2, 'order.paid', '{}'::jsonb, paid_at from orders where status = 'paid'`,
  );
  await postgres.query(
    `insert into payments (order_id, reference, amount, outcome, recorded_at, refund_id, refunded_at)
     select id, payment_reference, amount, 'accepted', paid_at, null, null from orders where status = 'paid'
     union all
     select id, payment_reference || '_again', 50, 'duplicate', paid_at, uuid_v7(paid_at),
            case when refund_due_amount = 0 then paid_at + interval '1 hour' end
     from orders where refund_due_amount is not null`,
  );
  await makeIndexes();
  await postgres.query('analyze orders, order_events, payments');
}
