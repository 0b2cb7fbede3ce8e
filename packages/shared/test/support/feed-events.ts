import { orderIdToUuid } from '../../src/order/order-id.ts';

export interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * Writes the next event of an order, and the order with its first one: under the lock of its row, at the instant at
 * which it is held.
 */
export async function writeEvent(on: Queryable, orderId: string): Promise<void> {
  const id = orderIdToUuid(orderId);
  await on.query(
    `insert into orders (id, amount, currency, version, created_at, expires_at)
     values ($1, 100, 'EUR', 1, now(), now() + interval '1 hour')
     on conflict (id) do update set version = orders.version + 1`,
    [id],
  );
  await on.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, version, case version when 1 then 'order.placed' else 'order.extended' end, '{}',
            greatest(date_trunc('milliseconds', clock_timestamp()), (
              select max(occurred_at) from order_events where order_id = id))
     from orders where id = $1`,
    [id],
  );
}

/** The feed as it is, by position: of each event its order and sequence. */
export async function readFeedRows(
  on: Queryable,
): Promise<{ position: number; orderId: string; sequence: number }[]> {
  const { rows } = await on.query(
    `select position::int, order_id as "orderId", sequence from event_feed order by position`,
    [],
  );
  return rows as { position: number; orderId: string; sequence: number }[];
}
