import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import type { Pool } from 'pg';

/**
 * Writes orders that were placed so many months ago, in the middle of the month, and paid a minute later, each with its events,
 * payment, attempt, key and delivery.
 *
 * @returns their ids
 */
export async function insertOldOrders(postgres: Pool, months: number, count: number): Promise<string[]> {
  const { rows } = await postgres.query<{ id: string }>(
    `with placed as (
       insert into orders (id, customer_id, reference, amount, currency, status, created_at, expires_at, paid_at,
                           payment_reference, version)
       select uuid_v7(at), 'cus_old', 'A-old', 500, 'EUR', 'paid', at, at + interval '30 minutes', at + interval '1 minute',
              'pay_old', 3
       from (
         select date_trunc('milliseconds', date_trunc('month', now()) - make_interval(months => $1) + interval '14 days')
                + n * interval '1 second' as at
         from generate_series(1, $2) n
       ) as times
       returning *
     ), events as (
       insert into order_events (order_id, sequence, type, data, occurred_at)
       select id, 1, 'order.placed', '{"customerId": "cus_old", "amount": 500, "currency": "EUR"}'::jsonb, created_at from placed
       union all
       select id, 2, 'order.payment_started', '{"provider": null, "reference": null}', created_at from placed
       union all
       select id, 3, 'order.paid', '{"amount": 500, "currency": "EUR", "paymentReference": "pay_old"}', paid_at from placed
     ), paid as (
       insert into payments (order_id, reference, amount, outcome, recorded_at)
       select id, 'pay_old', 500, 'accepted', paid_at from placed
     ), attempted as (
       insert into payment_attempts (order_id, id, status, created_at, ended_at)
       select id, gen_random_uuid(), 'succeeded', created_at, paid_at from placed
     ), claimed as (
       insert into idempotency_keys (key, customer_id, order_id, digest, created_at)
       select 'key-' || id, 'cus_old', id, 'digest', created_at from placed
     ), delivered as (
       insert into webhook_deliveries (endpoint_id, order_id, sequence, status, created_at, due_at)
       select gen_random_uuid(), id, 3, 'delivered', paid_at, null from placed
     )
     select id from placed order by id`,
    [months, count],
  );
  return rows.map(({ id }) => orderIdFromUuid(id));
}
