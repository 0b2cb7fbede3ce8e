-- Up Migration

-- A record of payments, and reminders. Old code survives it: it leaves remind_at null, so its orders
-- get no reminder, and it writes no payments.

create table payments (
  order_id uuid not null,
  -- The payment provider's reference; null if the payment was confirmed without one.
  reference text,
  amount bigint not null check (amount > 0),
  outcome text not null check (outcome in ('accepted', 'duplicate', 'late')),
  recorded_at timestamptz(3) not null,
  -- Makes a second refund for the same payment impossible.
  unique nulls not distinct (order_id, reference)
);

-- When the reminder is due; null if there is none, or it was already written.
alter table orders add column remind_at timestamptz(3);

-- Contains only orders whose reminder is still to come.
create index orders_by_reminder on orders (remind_at)
  where status = 'pending' and remind_at is not null;
