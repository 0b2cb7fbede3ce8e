-- Up Migration

-- Before orders, their events and their payments are partitioned by time, which a later migration does: what only versions of
-- long ago needed goes, and from here on each new row is known to belong into the first partition.
-- Old code survives it. It takes keys from their own table and gives each refused payment its refund, so none of these triggers
-- has had anything to do for it. It still names the columns that had the keys, when it erases an order, so they stay. Of a
-- process whose clock is weeks ahead it can place no order any more: this version's can, since they leave the time to the database.

drop trigger keys_of_old_code on orders;
drop trigger erasures_by_old_code on erasures;
drop trigger refused_payments_of_old_code on payments;
drop function take_key_of_old_code();
drop function forget_key_of_erased_order();
drop function complete_refused_payment();

-- Ids begin with the 48 bits of their time in milliseconds. A bound has zeros after them, so that the time alone decides.
create function uuid_bound(moment timestamptz) returns uuid language sql immutable strict
  return (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- The time that an id begins with.
create function uuid_time(id uuid) returns timestamptz language sql immutable strict
  return timestamptz 'epoch'
    + ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint * interval '1 millisecond';

-- Whatever months its clock was ahead, no order may lie behind the bound.
do $$
declare
  latest timestamptz := greatest(now() + interval '1 month', uuid_time((select id from orders order by id desc limit 1)));
  bound uuid := uuid_bound((date_trunc('month', latest at time zone 'UTC') + interval '1 month') at time zone 'UTC');
begin
  execute format('alter table orders add constraint orders_before_bound check (id < %L) not valid', bound);
  execute format('alter table order_events add constraint order_events_before_bound check (order_id < %L) not valid', bound);
  execute format('alter table payments add constraint payments_before_bound check (order_id < %L) not valid', bound);
end $$;
