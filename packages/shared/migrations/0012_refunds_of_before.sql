-- Without a transaction
-- Up Migration

-- The refunds of payments from before, and what finds refunds. Whether those were given back is not known here, so they
-- are due.
-- Old code survives it: it reads none of this. Accepted payments, and orders without a refused one, are in no index here.

with completed as (
  update payments set refund_id = uuid_v7(recorded_at)
  where outcome <> 'accepted' and refund_id is null
  returning order_id, amount
), due as (
  select order_id, sum(amount) as amount from completed group by order_id
)
update orders set refund_due_amount = coalesce(refund_due_amount, 0) + due.amount
from due where orders.id = due.order_id;

alter table payments validate constraint payments_outcome_check;

create unique index concurrently if not exists payments_by_refund on payments (refund_id)
  where refund_id is not null;

create index concurrently if not exists payments_by_refund_due on payments (refund_id)
  where refund_id is not null and refunded_at is null;

create index concurrently if not exists payments_by_refund_made on payments (refund_id)
  where refunded_at is not null;

create index concurrently if not exists payments_by_order_and_refund on payments (order_id, refund_id)
  where refund_id is not null;

create index concurrently if not exists orders_with_refunds on orders (customer_id, id)
  where refund_due_amount is not null;

create index concurrently if not exists orders_with_refunds_due on orders (id)
  where refund_due_amount > 0;
