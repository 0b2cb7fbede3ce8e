-- Without a transaction
-- Up Migration

-- The keys of the orders that were there before their table: see the migration before this one. In batches, each committed by
-- itself: a long transaction would hold up the feed of all events.
-- Old code survives it: it does not read the table. What it places and erases meanwhile is in step by triggers.

do $$
declare
  last uuid;
  reached uuid := '00000000-0000-0000-0000-000000000000';
begin
  loop
    last := (
      select id from (select id from orders where id > reached order by id limit 10000) as batch order by id desc limit 1
    );
    exit when last is null;
    -- An erasure that came in between would miss the key.
    lock table erasures in share mode;
    insert into idempotency_keys (key, customer_id, order_id, digest, created_at)
    select idempotency_key, customer_id, id, idempotency_digest, created_at from orders
    where id > reached and id <= last and idempotency_key is not null
    on conflict do nothing;
    commit;
    reached := last;
  end loop;
end $$;
