-- Up Migration

-- Who wants to hear of events, and what was delivered to whom. Code of before this migration survives it, and
-- writes no deliveries; code of after it needs the tables, so migrate first.

create table webhook_endpoints (
  id uuid primary key,
  -- How many endpoints there may be, as a constraint: two that come at once can't share the last place.
  place smallint not null unique check (place between 1 and 100),
  url text not null,
  -- Types of events; null: all there are, and all to come.
  event_types text[],
  description text,
  enabled boolean not null,
  -- Sealed with a key of the servers: whoever reads this table can't sign.
  sealed_secret bytea not null,
  created_at timestamptz(3) not null default now()
);

-- The outbox, and afterwards the history. Written by the statement that writes the event, so one is never there
-- without the other. No foreign key to the endpoints: removing one must not fail a payment of the same moment.
-- Deliveries of an endpoint that is gone are dropped when it is their turn.
create table webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null,
  -- Of the event; both null: a ping, which belongs to no order.
  order_id uuid,
  sequence integer,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  created_at timestamptz(3) not null default now(),
  -- When somebody has to see to it that there is a job for it: at once, and while it is pending, again and again.
  due_at timestamptz default now(),
  -- When it was last given to the queue; null: never.
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

-- For throwing away what is old: rows lie on disk in about the order of this column, and so a few pages do.
create index webhook_deliveries_by_age on webhook_deliveries using brin (created_at);
