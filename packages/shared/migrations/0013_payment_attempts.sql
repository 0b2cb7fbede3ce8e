-- Up Migration

-- A shopper who is at the bank when the deadline comes is not cancelled at once: an open payment attempt holds the order
-- for a while. `expires_at` stays the only instant that decides, and takes the hold in; `pay_by` keeps the deadline
-- without it.
-- Old code survives it: it never writes the new columns, and decides by `expires_at`, as the new code does. An extension
-- that it grants while a hold is in force moves `expires_at` alone, and is lost if that attempt fails. Neither new column
-- rewrites the table, and placing an order writes neither.

alter table orders
  -- The order's own deadline. Null: it is expires_at.
  add column pay_by timestamptz(3),
  -- The latest end of the payment attempts that are open; `infinity`: one without a hold, which is open for as long as the
  -- order can be paid. Null: there is none. So nobody has to read the attempts to show an order.
  add column paying_until timestamptz(3);

-- Written only by statements that hold the order's row, so it needs no foreign key, and no index against duplicates.
create table payment_attempts (
  order_id uuid not null,
  id uuid not null,
  provider text,
  reference text,
  -- An open one is lapsed once its hold is over, or its order can no longer be paid. Nothing writes that.
  status text not null default 'open' check (status in ('open', 'succeeded', 'failed')),
  created_at timestamptz(3) not null,
  -- How long it keeps the order from being cancelled; null: it does not.
  hold_until timestamptz(3),
  ended_at timestamptz(3),
  reason text,
  primary key (order_id, id),
  constraint ended_attempts_say_when check ((status = 'open') = (ended_at is null))
);
