-- Up Migration

-- Deliveries are partitioned by `created_at`, a month each. They are the rows that change most and go first: what a month leaves
-- behind goes with its partition, and its indexes stay as small as its rows are few.
--
-- The table that is there becomes the first partition, as it is: the migration before has proved that all its rows are in its
-- range, so nothing is read or rewritten under the lock. There is no default partition: a row that no partition takes is refused,
-- and later partitions never have to look for theirs in it. The worker makes partitions ahead.
-- Old code survives it: each of its statements does the same with the partitioned table. New code needs it, so migrate first.

lock table webhook_deliveries, webhook_attempts in access exclusive mode;

-- A reference to all partitions would need a key with the time in it. A trigger below does what this one did.
alter table webhook_attempts drop constraint webhook_attempts_delivery_id_fkey;

alter table webhook_deliveries rename to webhook_deliveries_before;
alter index webhook_deliveries_pkey rename to webhook_deliveries_before_pkey;
alter index webhook_deliveries_waiting rename to webhook_deliveries_before_waiting;
alter index webhook_deliveries_by_endpoint rename to webhook_deliveries_before_by_endpoint;
alter index webhook_deliveries_failed rename to webhook_deliveries_before_failed;
alter index webhook_deliveries_answered rename to webhook_deliveries_before_answered;
alter index webhook_deliveries_by_order rename to webhook_deliveries_before_by_order;

-- Each partition has a primary key of its own, the id. Ids are random, so no two are the same in different ones either.
create table webhook_deliveries (
  like webhook_deliveries_before including defaults including constraints
) partition by range (created_at);
alter table webhook_deliveries drop constraint webhook_deliveries_before_bound;

create index webhook_deliveries_waiting on webhook_deliveries (endpoint_id, due_at) where status = 'pending';
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, created_at, id);
create index webhook_deliveries_failed on webhook_deliveries (endpoint_id, created_at, id) where status = 'failed';
create index webhook_deliveries_answered on webhook_deliveries (order_id) where response_body is not null;
create index webhook_deliveries_by_order on webhook_deliveries (order_id) where order_id is not null;

do $$
declare
  bound text := (
    select substring(pg_get_constraintdef(oid) from '''([^'']+)''') from pg_constraint
    where conname = 'webhook_deliveries_before_bound' and conrelid = 'webhook_deliveries_before'::regclass
  );
begin
  execute format(
    'alter table webhook_deliveries attach partition webhook_deliveries_before for values from (minvalue) to (%L)', bound);
end $$;
alter table webhook_deliveries_before drop constraint webhook_deliveries_before_bound;

-- Attempts go with their deliveries.
create function forget_attempts() returns trigger language plpgsql as $$
begin
  delete from webhook_attempts where delivery_id = any (array(select id from gone));
  return null;
end $$;

create trigger attempts_go_with_deliveries after delete on webhook_deliveries
  referencing old table as gone for each statement execute function forget_attempts();

-- Up to when the partitions of a table reach; null: it has none.
create function partitioned_until(parent regclass) returns timestamptz language sql stable
  return (
    select max((substring(pg_get_expr(relpartbound, pg_class.oid) from 'TO \(''([^'']+)''\)'))::timestamptz)
    from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = parent
  );

-- The role of the servers owns nothing, so these do with the rights of their owner what the worker asks for, and nothing else.

-- Makes the partitions of the months that begin within `$1` days, each from where the last one ends, so that there is no gap.
-- Attaching locks out nobody who reads or writes.
create function make_delivery_partitions(days integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  lower timestamptz;
  upper timestamptz;
  name text;
  made integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('make_delivery_partitions', 0)) then
    return 0;
  end if;
  loop
    lower := partitioned_until('webhook_deliveries');
    exit when lower > now() + make_interval(days => least(days, 366));
    upper := ((date_trunc('month', lower at time zone 'UTC')) + interval '1 month') at time zone 'UTC';
    name := 'webhook_deliveries_' || to_char(lower at time zone 'UTC', 'YYYY_MM');
    execute format(
      'create table %I (like webhook_deliveries including defaults including constraints including indexes, primary key (id))', name);
    execute format('alter table webhook_deliveries attach partition %I for values from (%L) to (%L)', name, lower, upper);
    made := made + 1;
  end loop;
  return made;
end $$;

-- Drops the partitions that end more than `$1` days ago and are empty. It locks the table for a moment, and gives up at once if
-- it does not get the lock, for everybody would wait behind it.
create function drop_delivery_partitions(days integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '100ms' as $$
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

select make_delivery_partitions(31);
