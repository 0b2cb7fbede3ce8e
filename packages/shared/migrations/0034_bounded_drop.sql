-- Up Migration

-- Whoever writes an order waits no longer while a month is dropped, however large the month is.
-- The drop takes six locks one after the other. It gave each of them 50 ms, and kept everybody waiting with those that it had; now it
-- gives 50 ms to all. And it doesn't look for keys under the lock: what their deletion leaves in the index is read until vacuum
-- comes by, and no order of a month that is over gets a new key.
-- Old code survives it: it calls the same function.

create or replace function drop_order_month(days integer) returns text
  language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '50ms' as $$
declare
  month record;
  last_event timestamptz;
  up_to bigint;
  relation regclass;
  give_up_at timestamptz;
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
    give_up_at := clock_timestamp() + interval '50 ms';
    foreach relation in array array['orders', 'order_events', 'payments', month.orders, month.events, month.payments]::regclass[] loop
      -- 0 would be without a limit.
      perform set_config('lock_timeout',
        greatest(1, ceil(extract(epoch from give_up_at - clock_timestamp()) * 1000))::integer::text, true);
      execute format('lock table only %s in access exclusive mode', relation);
    end loop;
    if exists (select from what_keeps_month(month.from_id, month.to_id, days, 1) where kept > 0) then
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
