-- Up Migration

-- Webhook endpoints, and the deliveries to them. Old code survives it, and writes no deliveries. New code needs
-- the tables, so migrate first.

create table webhook_endpoints (
  id uuid primary key,
  -- Limits the number of endpoints, even if several are registered concurrently.
  place smallint not null unique check (place between 1 and 100),
  url text not null,
  -- The event types that it receives; null: all, including future ones.
  event_types text[],
  description text,
  enabled boolean not null,
  -- Encrypted with a key that only the servers have, so a copy of this table is not enough to sign.
  sealed_secret bytea not null,
  created_at timestamptz(3) not null default now()
);

-- The outbox (pending) and the history (all others). Written by the statement that writes the event, so an event
-- is never without its deliveries. No foreign key to the endpoints: removing one must not fail a concurrent payment.
-- The deliveries of a removed endpoint are dropped when they would be sent.
create table webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null,
  -- The event; both null: a ping, which belongs to no order.
  order_id uuid,
  sequence integer,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  created_at timestamptz(3) not null default now(),
  -- When the relay must ensure that it has a job: at once, and again and again while it is pending.
  due_at timestamptz default now(),
  -- When it was last added to the queue; null: never.
  queued_at timestamptz,
  attempts integer not null default 0,
  last_attempt_at timestamptz(3),
  next_attempt_at timestamptz(3),
  response_status integer,
  response_body text,
  error text,
  constraint pending_deliveries_are_due check ((status = 'pending') = (due_at is not null)),
  constraint a_ping_has_no_event check ((order_id is null) = (sequence is null))
);

create index webhook_deliveries_due on webhook_deliveries (due_at) where status = 'pending';
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, created_at, id);

-- For deleting old deliveries. Rows are stored roughly in the order of this column, so a small BRIN index is enough.
create index webhook_deliveries_by_age on webhook_deliveries using brin (created_at);
