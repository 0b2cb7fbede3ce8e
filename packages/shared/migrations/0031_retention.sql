-- Up Migration

-- What RETENTION_DAYS needs: months of orders are dropped with their events and payments, once nothing in them is owed to anybody.
-- Old code survives it: it drops nothing, and reads nothing of this. New code needs it, so migrate first. While servers of the
-- version before run, they show the feed of all events with gaps where months were dropped: set RETENTION_DAYS after they are gone.

-- The months that were dropped.
create table dropped_months (
  -- The ids of its orders, without the latter.
  from_id uuid not null,
  to_id uuid primary key,
  dropped_at timestamptz(3) not null default now(),
  -- The feed begins after this position: no event of the month comes later, and up to there some are missing.
  feed_position bigint not null,
  -- When all that told of its orders elsewhere had been deleted. Null: not yet.
  cleared_at timestamptz(3)
);

-- The partitions of the orders, with those of the same range of their events and payments.
create function order_months() returns table (
  from_id uuid, to_id uuid, ends_at timestamptz, orders regclass, events regclass, payments regclass
) language sql stable as $$
  with partition as (
    select inhparent, inhrelid::regclass as name,
           coalesce(substring(bound from 'FROM \(''([^'']+)''\)'), '00000000-0000-0000-0000-000000000000')::uuid as from_id,
           substring(bound from 'TO \(''([^'']+)''\)')::uuid as to_id
    from pg_inherits join pg_class on pg_class.oid = inhrelid, lateral pg_get_expr(relpartbound, pg_class.oid) as bound
    where inhparent in ('orders'::regclass, 'order_events'::regclass, 'payments'::regclass)
  )
  select from_id, to_id, uuid_time(to_id), orders.name, events.name, payments.name
  from partition as orders join partition as events using (from_id, to_id) join partition as payments using (from_id, to_id)
  where orders.inhparent = 'orders'::regclass and events.inhparent = 'order_events'::regclass
    and payments.inhparent = 'payments'::regclass
$$;

-- Why the orders of a month must be kept: each reason with the number of orders, up to `most`.
create function what_keeps_month(from_id uuid, to_id uuid, days integer, most integer)
  returns table (reason text, kept bigint) language plpgsql as $$
declare
  -- The day more is what the feed may lag behind: see feed-mark.ts. So it goes back at least as many days as orders are kept.
  since constant timestamptz := now() - make_interval(days => days + 1);
  -- Older events have positions in the feed.
  positioned constant timestamptz := coalesce(
    (select (seen ->> 'since')::timestamptz - interval '1 day' from event_feed_mark), '-infinity');
begin
  -- Planned anew each time: a plan for any range would look through the orders of the month. And by the ids alone, so that it may
  -- be dropped meanwhile.
  return query execute $sql$
    select case when is_paying then 'payment_in_progress' else 'pending' end, count(*) from (
      select coalesce(paying_until > now() and expires_at > now(), false) as is_paying from orders
      where id >= $1 and id < $2 and status = 'pending' order by expires_at limit $3
    ) as unsettled group by is_paying
    union all
    select 'refund_due', count(distinct id) from (
      (select id from orders where id >= $1 and id < $2 and refund_due_amount > 0 limit $3)
      union all
      (select order_id from payments
       where order_id >= $1 and order_id < $2 and refund_id is not null and refunded_at is null order by refund_id limit $3)
    ) as owed
    union all
    select 'undelivered', count(distinct order_id) from (
      (select order_id from webhook_outbox where order_id >= $1 and order_id < $2 limit $3)
      union all
      (select order_id from webhook_deliveries where order_id >= $1 and order_id < $2 and status = 'pending' limit $3)
    ) as untold
    union all
    select 'not_in_feed', count(distinct order_id) from (
      select order_id from order_events as event
      where order_id >= $1 and order_id < $2 and occurred_at >= $5 and not exists (
        select from event_feed where event_feed.order_id = event.order_id and event_feed.sequence = event.sequence)
      limit $3
    ) as unlisted
    union all
    select 'recent', count(distinct order_id) from (
      select order_id from order_events
      where order_id >= $1 and order_id < $2 and occurred_at > $4 order by occurred_at limit $3
    ) as changed $sql$
  using from_id, to_id, most, since, positioned;
end $$;

create function is_month_kept(from_id uuid, to_id uuid, days integer) returns boolean language sql
  return exists (
    select from what_keeps_month(from_id, to_id, days, 1) where kept > 0
    union all
    select from idempotency_keys where order_id >= from_id and order_id < to_id);

-- The role of the servers owns nothing, so this does with the rights of its owner what the worker asks for, and nothing else.
-- Whoever may not delete orders may not drop them either.
--
-- Drops the oldest month that ended more than `$1` days ago, 38 at least, whose orders need not be kept, and whose keys are
-- forgotten. What keeps a month is asked again under a lock that lets nobody write to any order: nothing can come in between.
-- Everybody else would wait behind whoever waits for that lock, so it gives up after a moment.
create function drop_order_month(days integer) returns text
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '50ms' as $$
declare
  month record;
  last_event timestamptz;
  up_to bigint;
begin
  if days is null or days < 38 then
    raise 'orders are kept for 38 days at least, not for %', coalesce(days::text, 'null')
      using errcode = 'invalid_parameter_value';
  end if;
  if not has_table_privilege(session_user, 'orders', 'delete') then
    raise 'permission denied: % may not delete orders', session_user using errcode = 'insufficient_privilege';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise 'what keeps a month can be told in a transaction with the isolation level read committed alone'
      using errcode = 'invalid_transaction_state';
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended('drop_order_month', 0)) then
    return 'locked';
  end if;
  for month in
    select * from order_months() where ends_at < now() - make_interval(days => days) order by to_id
  loop
    continue when is_month_kept(month.from_id, month.to_id, days);
    execute 'select max(occurred_at) from order_events where order_id >= $1 and order_id < $2' into last_event
    using month.from_id, month.to_id;
    -- An event that came a day later has a later position than all of the month.
    up_to := case when last_event is null then 0 else coalesce(
      (select position - 1
       from (select order_id, sequence from order_events where occurred_at > last_event + interval '1 day'
             order by occurred_at limit 1) as next join event_feed using (order_id, sequence)),
      (select last_position from event_feed_mark)) end;
    lock table only orders, only order_events, only payments in access exclusive mode;
    execute format('lock table %s, %s, %s in access exclusive mode', month.orders, month.events, month.payments);
    if is_month_kept(month.from_id, month.to_id, days) then
      return 'locked';
    end if;
    insert into dropped_months (from_id, to_id, feed_position) values (month.from_id, month.to_id, up_to);
    execute format('drop table %s, %s, %s', month.orders, month.events, month.payments);
    return 'dropped';
  end loop;
  return 'none';
exception when lock_not_available or deadlock_detected then
  return 'locked';
end $$;
