import type { Pool } from 'pg';
import { dropIndexes, stopAutovacuum } from './fill-tables.ts';

const tables = ['orders', 'order_events', 'payments'] as const;

/**
 * Fills 36 monthly partitions evenly, up to now, month by month: all orders are paid, but for those of the last hours, which are
 * pending, and some overdue ones of each month. One in ten has a payment on record, one in a thousand a refund. All statistics are fresh.
 */
export async function fillMonths(postgres: Pool, orderCount: number): Promise<void> {
  await stopAutovacuum(postgres, tables);
  const makeIndexes = await dropIndexes(postgres, tables);
  const months = 35;
  const perMonth = Math.ceil(orderCount / months);
  for (let month = 0; month < months; month += 1) {
    await postgres.query(
      `insert into orders (id, customer_id, reference, amount, currency, created_at, expires_at, status, paid_at,
                           payment_reference, refund_due_amount, version)
       select uuid_v7(placed), 'cus_' || n % 50000, 'R-' || n, 100, 'EUR', placed, placed + interval '30 minutes',
              case when is_pending then 'pending' else 'paid' end, case when not is_pending then placed + interval '1 minute' end,
              case when not is_pending then 'pay_' || n end, case when n % 1000 = 0 and not is_pending then 50 end,
              case when is_pending then 1 else 2 end
       from (select date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' - make_interval(months => $3) as month_starts) as began,
            lateral (select least(now(), month_starts + interval '27 days') - month_starts as span) as lasting,
            generate_series($1::int, $2::int) n,
            lateral (select date_trunc('milliseconds', month_starts + span * (n - $1)::float8 / ($2 - $1 + 1)) as placed,
                            n = $1 + 5 as is_pending) as times`,
      [month * perMonth + 1, (month + 1) * perMonth, months - 1 - month],
    );
  }
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, version, case version when 1 then 'order.placed' else 'order.paid' end, '{}'::jsonb, created_at from orders`,
  );
  await postgres.query(
    `insert into payments (order_id, reference, amount, outcome, recorded_at, refund_id)
     select id, payment_reference, amount, 'accepted', paid_at, null from orders
     where status = 'paid' and right(payment_reference, 1) = '7'
     union all
     select id, 'again_' || reference, 50, 'duplicate', created_at, uuid_v7(created_at) from orders where refund_due_amount is not null`,
  );
  await makeIndexes();
  await postgres.query(
    'insert into event_feed (position, order_id, sequence) select row_number() over (order by occurred_at), order_id, sequence from order_events order by occurred_at desc limit 1000',
  );
  await postgres.query(
    `update event_feed_mark set last_position = 1000, seen = jsonb_build_object('since', now())`,
  );
  await postgres.query('analyze orders, order_events, payments, event_feed');
}
