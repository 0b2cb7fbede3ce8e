-- Up Migration

-- The keys under which orders were placed, in a table of their own: they can be forgotten before their orders are, and a unique
-- index of orders that has no time in it would forbid to part orders by time. Nothing is rewritten; the keys of the orders that
-- are there come with the next migration.
-- Old code survives it. It stores its keys with its orders, so triggers keep both in step while it runs. New code needs the table
-- and all keys in it, so migrate first.

create table idempotency_keys (
  key text not null,
  customer_id text,
  order_id uuid not null,
  digest text not null,
  created_at timestamptz(3) not null,
  -- Lets only one of several requests with the same key create the order.
  unique nulls not distinct (key, customer_id)
);

-- For forgetting the key of an order that is erased, and old keys: ids begin with their time, so the least are the oldest, and
-- a new one goes to the end of the index.
create index idempotency_keys_by_order on idempotency_keys (order_id);

-- An order of old code. It takes its key, or is left out if the key is taken; then the order that has the key gets what old code
-- finds it by.
create function take_key_of_old_code() returns trigger language plpgsql as $$
declare
  taken idempotency_keys;
begin
  -- Its key may not have been copied yet. Old code finds this order by its own index.
  if exists (select from orders where idempotency_key = new.idempotency_key and customer_id = new.customer_id)
    or new.customer_id is null and exists (
      select from orders where idempotency_key = new.idempotency_key and customer_id is null) then
    return new;
  end if;
  insert into idempotency_keys (key, customer_id, order_id, digest, created_at)
  values (new.idempotency_key, new.customer_id, new.id, new.idempotency_digest, new.created_at)
  on conflict do nothing;
  if found then
    return new;
  end if;
  select * into taken from idempotency_keys
  where key = new.idempotency_key and customer_id is not distinct from new.customer_id;
  update orders set idempotency_key = taken.key, idempotency_digest = taken.digest
  where id = taken.order_id and idempotency_key is null;
  return null;
end $$;

create trigger keys_of_old_code before insert on orders
  for each row when (new.idempotency_key is not null) execute function take_key_of_old_code();

-- Whoever has erased an order, unlists it.
create function forget_key_of_erased_order() returns trigger language plpgsql as $$
begin
  delete from idempotency_keys where order_id = old.order_id;
  return null;
end $$;

create trigger erasures_by_old_code after delete on erasures
  for each row execute function forget_key_of_erased_order();
