import { ledgerCluster } from '@order-countdown/shared/ledger/epoch';
import type { Pool } from 'pg';
import { dropIndexes } from './fill-tables.ts';

const tables = [
  'orders',
  'order_events',
  'payments',
  'payment_attempts',
  'idempotency_keys',
  'event_feed',
  'webhook_deliveries',
  'webhook_attempts',
] as const;

/** Of `monthStart` and `orders`: an order of `n`, placed at `at`. */
const placed = `generate_series(1, $2::int) n,
       lateral (select date_trunc('milliseconds', $1::timestamptz + n * interval '27 days' / $2::int) as at) as times`;

/** One for each order of the ledger: all are of the month, and paid after a minute. */
const ofEachOrder = [
  `insert into order_events (order_id, sequence, type, data, occurred_at, actor_kind, actor_subject)
   select id, sequence, case sequence when 1 then 'order.placed' else 'order.paid' end,
          case sequence when 1 then jsonb_build_object('customerId', customer_id, 'reference', reference, 'amount', amount,
            'currency', currency, 'expiresAt', rfc3339(expires_at))
          else jsonb_build_object('amount', amount, 'currency', currency, 'paymentReference', payment_reference) end,
          case sequence when 1 then created_at else paid_at end, 'backend', 'shop'
   from orders, generate_series(1, 2) sequence`,
  `insert into payments (order_id, reference, amount, outcome, recorded_at)
   select id, payment_reference, amount, 'accepted', paid_at from orders`,
  `insert into payment_attempts (order_id, id, status, created_at, ended_at)
   select id, gen_random_uuid(), 'succeeded', created_at, paid_at from orders`,
  `insert into idempotency_keys (key, customer_id, order_id, digest, created_at)
   select 'key-' || id, customer_id, id, 'digest', created_at from orders`,
  `insert into event_feed (position, order_id, sequence)
   select row_number() over (order by order_id, sequence), order_id, sequence from order_events`,
  `insert into webhook_deliveries (endpoint_id, order_id, sequence, status, created_at, due_at, attempts, response_status)
   select '11111111-1111-4111-8111-111111111111', id, 2, 'delivered', paid_at, null, 1, 204 from orders`,
  `insert into webhook_attempts (delivery_id, number, order_id, attempted_at, duration_ms, is_delivered, request_body, response_status)
   select id, 1, order_id, created_at, 5, true, '{"type":"order.paid"}', 204 from webhook_deliveries`,
];

/**
 * Fills the month that was so many months ago, of a ledger that has a partition for each month and is empty otherwise, with orders that
 * were paid, with all that tells of them. All statistics are fresh.
 *
 * @returns the first instant of the month
 */
export async function fillOldMonth(postgres: Pool, monthsAgo: number, orders: number): Promise<Date> {
  const makeIndexes = await dropIndexes(postgres, tables);
  const { rows } = await postgres.query<{ starts: Date }>(
    `select (date_trunc('month', now() at time zone 'UTC') - make_interval(months => $1)) at time zone 'UTC' as starts`,
    [monthsAgo],
  );
  const { starts } = rows[0]!;
  await postgres.query(
    `insert into orders (id, customer_id, reference, amount, currency, status, created_at, expires_at, paid_at, payment_reference, version)
     select uuid_v7(at), 'cus_' || n % 50000, 'R-' || n, 500, 'EUR', 'paid', at, at + interval '30 minutes', at + interval '1 minute',
            'pay_' || n, 2
     from ${placed}`,
    [starts, orders],
  );
  for (const statement of ofEachOrder) await postgres.query(statement);
  await makeIndexes();
  await postgres.query(
    `update event_feed_mark set last_position = (select max(position) from event_feed), seen = jsonb_build_object(
       'cluster', ${ledgerCluster}, 'xmin', pg_snapshot_xmin(pg_current_snapshot())::text, 'open', '{}'::jsonb, 'since', now())`,
  );
  for (const table of tables) await postgres.query(`vacuum analyze ${table}`);
  return starts;
}
