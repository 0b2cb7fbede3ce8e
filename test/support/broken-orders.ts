import type { TestContext } from './context.ts';

/** @returns orders whose row, timeline and payments disagree, and timelines without an order */
export async function findBrokenOrders({ postgres }: TestContext): Promise<unknown[]> {
  return (await postgres.query(statement)).rows;
}

const statement = `
with timelines as (
  select order_id, count(*) as events, max(sequence) as last_sequence,
    count(*) filter (where type = 'order.placed' and sequence = 1) as placed,
    count(*) filter (where type = 'order.paid') as paid,
    count(*) filter (where type = 'order.cancelled') as cancelled
  from order_events group by order_id
), money as (
  select order_id, count(*) filter (where outcome = 'accepted') as accepted from payments group by order_id
)
select orders.id, status, version, timelines.*, accepted
from orders full join timelines on timelines.order_id = orders.id
left join money on money.order_id = orders.id
where (orders.id is not null and placed = 1 and events = version and last_sequence = version
  and paid = (status = 'paid')::int and cancelled = (status = 'cancelled')::int
  and coalesce(accepted, 0) = paid) is not true`;
