-- Without a transaction
-- Up Migration

-- Forgetting a customer. An order is erased once it is paid or cancelled, and until then it is listed here. What it says of its
-- customer is overwritten where it is, so nothing else of an order tells that it was erased but its event.
-- Old code survives it: it reads an erased order as one that never had a customer.

create table if not exists erasures (
  order_id uuid primary key,
  requested_at timestamptz(3) not null default now()
);

-- What receivers answered about an order. Few deliveries have kept an answer when they are written, so this costs them
-- nothing then.
create index concurrently if not exists webhook_deliveries_answered on webhook_deliveries (order_id)
  where response_body is not null;

-- What requests about an order were answered with.
create index concurrently if not exists idempotent_requests_by_order on idempotent_requests ((answer ->> 'id'));
