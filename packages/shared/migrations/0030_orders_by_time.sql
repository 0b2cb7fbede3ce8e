-- Up Migration

-- Orders are partitioned by their ids, which begin with the time at which they were placed, a month each; events and payments by
-- those of their orders. So an order and all that belongs to it is in the same month's partitions, which an id tells.
--
-- The tables that are there become the first partitions, as they are: the migration before has proved that all their rows are in
-- the range, so nothing is read or rewritten under the lock. There are no default partitions: a row that no partition takes is
-- refused. The worker makes partitions ahead.
-- Old code survives it: each of its statements does the same with the partitioned tables. New code needs it, so migrate first.

lock table orders, order_events, payments in access exclusive mode;

alter table orders rename to orders_before;
alter table order_events rename to order_events_before;
alter table payments rename to payments_before;

create table orders (
  like orders_before including defaults including constraints including storage
) partition by range (id);
create table order_events (
  like order_events_before including defaults including constraints including storage
) partition by range (order_id);
create table payments (
  like payments_before including defaults including constraints including storage
) partition by range (order_id);

-- The index of refunds stays one for each partition: a unique one for all of them would have to contain the order. Refunds' ids
-- are random but for their time, so no two are the same in different partitions either.
do $$
declare
  parent text;
  index record;
  bound text;
begin
  foreach parent in array array['orders', 'order_events', 'payments'] loop
    for index in
      select pg_class.relname as name, pg_get_indexdef(indexrelid) as definition, indisunique as is_unique,
             pg_constraint.conname as key, pg_get_constraintdef(pg_constraint.oid) as key_definition
      from pg_index join pg_class on pg_class.oid = indexrelid left join pg_constraint on conindid = indexrelid
      where indrelid = (parent || '_before')::regclass
    loop
      -- Names of others' indexes begin in any way.
      execute format('alter index %I rename to %I', index.name, parent || '_before_' ||
        case when starts_with(index.name, parent || '_') then substr(index.name, length(parent) + 2) else index.name end);
      if index.key is not null then
        execute format('alter table %I add constraint %I %s', parent, index.key, index.key_definition);
      elsif not index.is_unique then
        execute replace(index.definition, parent || '_before USING', parent || ' USING');
      end if;
    end loop;

    select substring(pg_get_constraintdef(oid) from '''([^'']+)''') into strict bound from pg_constraint
    where conname = parent || '_before_bound' and conrelid = (parent || '_before')::regclass;
    execute format('alter table %I drop constraint %I', parent, parent || '_before_bound');
    execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', parent, parent || '_before', bound);
    execute format('alter table %I drop constraint %I', parent || '_before', parent || '_before_bound');
  end loop;
end $$;

-- Whoever was granted something on a table has it on the one in its place, deliveries included, which had been left out.
do $$
declare
  parent text;
  privilege record;
begin
  foreach parent in array array['orders', 'order_events', 'payments', 'webhook_deliveries'] loop
    for privilege in
      select granted.*, case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as role
      from (
        select item.*, '' as columns from pg_class, aclexplode(relacl) as item where oid = to_regclass(parent || '_before')
        union all
        select item.*, format('(%I)', attname) from pg_attribute, aclexplode(attacl) as item
        where attrelid = to_regclass(parent || '_before') and not attisdropped
      ) as granted
    loop
      execute format('grant %s %s on %I to %s %s', privilege.privilege_type, privilege.columns, parent, privilege.role,
        case when privilege.is_grantable then 'with grant option' else '' end);
    end loop;
  end loop;
end $$;

-- Up to when the partitions of a table reach; null: it has none. They begin with times, or with ids of those times.
create or replace function partitioned_until(parent regclass) returns timestamptz language sql stable
  return (
    select max(case when bound ~ '^[0-9a-f]{8}-' then uuid_time(bound::uuid) else bound::timestamptz end)
    from pg_inherits join pg_class on pg_class.oid = inhrelid,
         lateral (select substring(pg_get_expr(relpartbound, pg_class.oid) from 'TO \(''([^'']+)''\)') as bound) as upper
    where inhparent = parent
  );

-- Makes the partitions of all tables for the months that begin within `$1` days, each from where the last one ends, so that
-- there is no gap, and like that one: with its indexes, checks and storage parameters. Attaching locks out nobody who reads or
-- writes. The role of the servers owns nothing, so this does with the rights of its owner what the worker asks for, and nothing
-- else.
create function make_partitions(days integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent record;
  lower timestamptz;
  upper timestamptz;
  last regclass;
  name text;
  parameters text;
  made integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('make_partitions', 0)) then
    return 0;
  end if;
  for parent in
    select * from (values ('orders', true), ('order_events', true), ('payments', true), ('webhook_deliveries', false))
      as partitioned(name, is_by_id)
  loop
    loop
      lower := partitioned_until(parent.name::regclass);
      exit when lower > now() + make_interval(days => least(days, 366));
      upper := (date_trunc('month', lower at time zone 'UTC') + interval '1 month') at time zone 'UTC';
      name := parent.name || to_char(lower at time zone 'UTC', '_YYYY_MM');
      select inhrelid into strict last from pg_inherits where inhparent = parent.name::regclass
      order by (
        select substring(pg_get_expr(relpartbound, oid) from 'TO \(''([^'']+)''\)') from pg_class where oid = inhrelid
      ) desc limit 1;
      execute format('create table %I (like %s including all)', name, last);
      select array_to_string(reloptions, ', ') into parameters from pg_class where oid = last;
      if parameters is not null then
        execute format('alter table %I set (%s)', name, parameters);
      end if;
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent.name, name,
        case when parent.is_by_id then uuid_bound(lower)::text else lower::text end,
        case when parent.is_by_id then uuid_bound(upper)::text else upper::text end);
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;

-- Workers of the version before call it by this name.
create or replace function make_delivery_partitions(days integer) returns integer language sql security definer
  set search_path = public, pg_temp
  return make_partitions(days);

select make_partitions(31);
