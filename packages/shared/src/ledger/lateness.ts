import type { Postgres } from '../platform/postgres.ts';

/** How long after their deadlines the orders that expired last were cancelled. */
export interface Lateness {
  /** Of those orders, {@link maxOrders} at most. */
  count: number;
  /** Null, like `p99Ms`: there are none. */
  p50Ms: number | null;
  p99Ms: number | null;
}

const maxOrders = 1_000;

/** The latest events, of which some are cancellations. */
const maxEventsRead = 5_000;

const statement = `
select count(*)::int as count,
       percentile_disc(0.5) within group (order by late_ms) as "p50Ms",
       percentile_disc(0.99) within group (order by late_ms) as "p99Ms"
from (
  select (extract(epoch from cancelled_at - expires_at) * 1000)::float8 as late_ms
  from (
    select order_id, type, data from order_events order by occurred_at desc limit ${maxEventsRead}
  ) as event, lateral (
    select cancelled_at, expires_at from orders where id = event.order_id limit 1
  ) as cancelled
  where type = 'order.cancelled' and data->>'reason' = 'expired'
  limit ${maxOrders}
) as late`;

/** Looks at the latest cancellations alone, so it costs the same however many orders there are. */
export async function readLateness(postgres: Postgres): Promise<Lateness> {
  const [row] = await postgres.query<Lateness>(statement);
  return row ?? { count: 0, p50Ms: null, p99Ms: null };
}
