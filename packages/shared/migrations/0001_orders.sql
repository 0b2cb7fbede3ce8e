-- Up Migration

-- The ledger: every order, and the timeline of what happened to it.
-- First migration, so there is no older code that would have to survive it.
--
-- Times keep whole milliseconds (timestamptz(3)): what a client reads is to the digit what decides.

create table orders (
  id uuid primary key,
  customer_id text,
  reference text,
  status text not null default 'pending' check (status in ('pending', 'paid', 'cancelled')),
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  items jsonb not null default '[]',
  metadata jsonb not null default '{}',
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null check (expires_at > created_at),
  paid_at timestamptz(3),
  payment_reference text,
  cancelled_at timestamptz(3),
  cancel_reason text check (cancel_reason in ('expired', 'customer', 'backend')),
  version integer not null default 1,
  constraint paid_orders_say_when check ((status = 'paid') = (paid_at is not null)),
  constraint cancelled_orders_say_when_and_why check (
    (status = 'cancelled') = (cancelled_at is not null)
    and (status = 'cancelled') = (cancel_reason is not null)
  )
);

-- The sweep and the reconciliation walk pending orders by deadline. Settled orders leave the
-- index, so it stays as small as the number of running countdowns.
create index orders_pending_by_deadline on orders (expires_at, id) where status = 'pending';

-- Written only by the statement that changes the order, so it needs no foreign key to keep it
-- honest. The primary key is what makes a second event for the same change impossible.
create table order_events (
  order_id uuid not null,
  sequence integer not null check (sequence > 0),
  type text not null,
  data jsonb not null,
  occurred_at timestamptz(3) not null,
  primary key (order_id, sequence)
);

-- Settled rows pile up beside busy ones: vacuum by share of changes, sooner than the default.
alter table orders set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

create function rfc3339(moment timestamptz) returns text
  language sql stable strict
  return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
