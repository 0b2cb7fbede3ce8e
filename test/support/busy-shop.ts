import type { Pool } from 'pg';
import { dropIndexes, stopAutovacuum } from './fill-tables.ts';

/**
 * Fills a ledger as a busy shop does: a fifth of the orders are pending, due within the next hour, and the others were placed and
 * ended within the last two hours. All statistics are fresh.
 */
export async function fillBusyLedger(postgres: Pool, orderCount: number): Promise<void> {
  const tables = ['orders', 'order_events', 'payments'];
  await stopAutovacuum(postgres, tables);
  const makeIndexes = await dropIndexes(postgres, tables);
  await postgres.query(
    `insert into orders (id, customer_id, reference, amount, currency, created_at, expires_at, status, paid_at,
                         cancelled_at, cancel_reason, payment_reference, refund_due_amount, version)
     select uuid_v7(placed), 'cus_' || n % 5000, 'R-' || n, 100, 'EUR', placed,
            case when is_pending then due else placed + interval '30 minutes' end,
            case when is_pending then 'pending' when is_paid then 'paid' else 'cancelled' end,
            case when not is_pending and is_paid then placed + interval '1 minute' end,
            case when not is_pending and not is_paid then placed + interval '30 minutes 15 milliseconds' end,
            case when not is_pending and not is_paid then 'expired' end,
            case when not is_pending and is_paid then 'pay_' || n end,
            case when not is_pending and n % 1000 = 0 then 50 end,
            case when is_pending then 1 else 2 end
     from generate_series(1, $1::int) n,
          lateral (select n > $1 * 0.8 as is_pending, n % 4 <> 0 as is_paid) as kind,
          lateral (select date_trunc('milliseconds', now()) as now) as clock,
          lateral (select case when is_pending then now - interval '1 minute'
                     else now - interval '150 minutes' + n / ($1 * 0.8) * interval '120 minutes' end as placed,
                   now + interval '1 minute' + (n / ($1 * 0.2) - 4) * interval '60 minutes' as due) as times`,
    [orderCount],
  );
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at, actor_kind, actor_subject)
     select id, 1, 'order.placed', '{}'::jsonb, created_at, 'backend', 'shop' from orders
     union all
     select id, 2, 'order.paid', '{}', paid_at, 'backend', 'shop' from orders where status = 'paid'
     union all
     select id, 2, 'order.cancelled', '{"reason": "expired", "note": null}', cancelled_at, 'system', 'expiry'
     from orders where status = 'cancelled' order by 5`,
  );
  await postgres.query(
    `insert into payments (order_id, reference, amount, outcome, recorded_at, refund_id)
     select id, payment_reference, amount, 'accepted', paid_at, null from orders where status = 'paid'
     union all
     select id, 'again_' || reference, 50, 'duplicate', created_at, uuid_v7(created_at)
     from orders where refund_due_amount is not null`,
  );
  await makeIndexes();
  await postgres.query('analyze orders, order_events, payments');
}
