-- Up Migration

-- What locks orders is a statement of its own. When a row has changed since the snapshot, a statement that locks it looks at it
-- again with a copy of its whole plan. In Postgres 18 that copy shares what partitions are chosen with as the statement goes on, and
-- frees it: then the server crashes, or reads a wrong partition. These lock and choose no partition by ids that they come across.
-- Each takes a snapshot of its own, so it may find a newer version than its caller sees.
-- Old code survives it, and does not call them. New code needs them, so migrate first.

-- Locks the orders of a list that ascends, in its order: those that are there, and that nobody else holds, unless it waits for
-- them. The comparison with an array is one that no partition is chosen by, but an index serves. Its plan is kept: Postgres
-- would find that one for these ids is cheaper, and plan the statement each time.
create function lock_orders(ids uuid[], is_waiting boolean) returns table (id uuid, version integer)
  language plpgsql volatile rows 100 set plan_cache_mode = force_generic_plan as $$
declare
  least_id uuid := ids[1];
  greatest_id uuid := ids[cardinality(ids)];
begin
  if is_waiting then
    return query select found.id, found.version from unnest(ids) as asked, lateral (
      select orders.id, orders.version from orders
      where orders.id = any (array_fill(asked, array[1]))
        and orders.id between least_id and greatest_id
      limit 1 for update
    ) as found;
  else
    return query select found.id, found.version from unnest(ids) as asked, lateral (
      select orders.id, orders.version from orders
      where orders.id = any (array_fill(asked, array[1]))
        and orders.id between least_id and greatest_id
      limit 1 for update skip locked
    ) as found;
  end if;
end $$;

-- Locks orders that are overdue, the most overdue first, but for those that somebody else holds. They are read in the order of each
-- partition's index: Postgres may expect few, and would sort all that are due, for each batch of them.
create function lock_overdue_orders(at_most integer) returns table (id uuid, version integer, expires_at timestamptz)
  language plpgsql volatile rows 100 set enable_sort = off as $$
begin
  return query select orders.id, orders.version, orders.expires_at::timestamptz from orders
    where orders.status = 'pending' and orders.expires_at <= now()
    order by orders.expires_at limit at_most for update skip locked;
end $$;

-- The same of those whose reminder is due.
create function lock_orders_to_remind(at_most integer) returns table (id uuid, version integer, expires_at timestamptz)
  language plpgsql volatile rows 100 set enable_sort = off as $$
begin
  return query select orders.id, orders.version, orders.expires_at::timestamptz from orders
    where orders.status = 'pending' and orders.remind_at <= now() and orders.expires_at > now()
    order by orders.remind_at limit at_most for update skip locked;
end $$;
