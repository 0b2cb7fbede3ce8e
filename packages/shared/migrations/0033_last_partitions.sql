-- Up Migration

-- The last partition of a table is kept, however old it is: new ones begin where it ends. Else a ledger that nobody used for months
-- could lose all of them before its worker makes new ones, and take no order any more.
-- And bounds are read alike, however a database shows times. In some ways it does they can't be read back: then new partitions left
-- gaps, or were refused because they overlapped.
-- Old code survives it: it calls the same functions.

create or replace function is_month_kept(from_id uuid, to_id uuid, days integer) returns boolean language sql
  return uuid_time(to_id) >= partitioned_until('orders') or exists (
    select from what_keeps_month(from_id, to_id, days, 1) where kept > 0
    union all
    select from idempotency_keys where order_id >= from_id and order_id < to_id);

alter function partitioned_until(regclass) set timezone = 'UTC' set datestyle = 'ISO';
alter function make_partitions(integer) set timezone = 'UTC' set datestyle = 'ISO';

-- As before, but for the last one.
create or replace function drop_delivery_partitions(days integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '100ms'
  set timezone = 'UTC' set datestyle = 'ISO' as $$
declare
  partition record;
  is_empty boolean;
  dropped integer := 0;
begin
  for partition in
    select inhrelid::regclass as name, substring(pg_get_expr(relpartbound, oid) from 'TO \(''([^'']+)''\)')::timestamptz as upper
    from pg_inherits join pg_class on oid = inhrelid where inhparent = 'webhook_deliveries'::regclass
  loop
    continue when partition.upper > now() - make_interval(days => greatest(days, 31));
    continue when partition.upper = partitioned_until('webhook_deliveries');
    execute format('select not exists (select from %s)', partition.name) into is_empty;
    continue when not is_empty;
    lock table webhook_deliveries in access exclusive mode;
    execute format('select not exists (select from %s)', partition.name) into is_empty;
    if is_empty then
      execute format('drop table %s', partition.name);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
exception when lock_not_available then
  return 0;
end $$;
