-- Up Migration

-- The ledger: every order, and the timeline of its events.
-- The first migration, so there is no older code that must survive it.
--
-- Times have millisecond precision (timestamptz(3)), so clients read exactly the values that decisions use.

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

-- The sweep and the reconciliation read pending orders by deadline. Paid and cancelled orders are not
-- in this index, so its size depends only on the number of running countdowns.
create index orders_pending_by_deadline on orders (expires_at, id) where status = 'pending';

-- Written only by the statement that changes the order, so it needs no foreign key. The primary key
-- makes a second event for the same change impossible.
create table order_events (
  order_id uuid not null,
  sequence integer not null check (sequence > 0),
  type text not null,
  data jsonb not null,
  occurred_at timestamptz(3) not null,
  primary key (order_id, sequence)
);

-- Paid and cancelled orders accumulate, and the default thresholds grow with them: vacuum sooner than that.
alter table orders set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

create function rfc3339(moment timestamptz) returns text
  language sql stable strict
  return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
