-- Up Migration

-- Money of record, and reminders. Old code survives it: it leaves remind_at empty, so its orders
-- get no reminder, and it writes no payments.

create table payments (
  order_id uuid not null,
  -- How the shop's payment provider names it; nothing where the payment was confirmed without a name.
  reference text,
  amount bigint not null check (amount > 0),
  outcome text not null check (outcome in ('accepted', 'duplicate', 'late')),
  recorded_at timestamptz(3) not null,
  -- What makes a second refund for the same payment impossible.
  unique nulls not distinct (order_id, reference)
);

-- When the reminder is to be sent; nothing where there is none, or none any more.
alter table orders add column remind_at timestamptz(3);

-- Only orders whose reminder is still to come: a million others cost nothing.
create index orders_by_reminder on orders (remind_at)
  where status = 'pending' and remind_at is not null;
