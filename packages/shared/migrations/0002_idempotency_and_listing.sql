-- Up Migration

-- Idempotent placing of orders, and indexes for listing orders. Old code survives it: the new columns
-- may stay null. The table is locked while the indexes are built. If it has millions of orders, build
-- the indexes beforehand with `create index concurrently`, under these names.

alter table orders
  add column idempotency_key text,
  add column idempotency_digest text,
  add constraint an_idempotent_order_knows_its_request
    check ((idempotency_key is null) = (idempotency_digest is null));

-- Lets only one of several requests with the same key create the order. The key comes first, so that
-- orders without a customer can be looked up by it too.
create unique index if not exists orders_by_idempotency_key on orders (idempotency_key, customer_id)
  nulls not distinct where idempotency_key is not null;

-- Ids begin with their time of creation, so the highest id is the newest.
create index if not exists orders_by_customer on orders (customer_id, id);
create index if not exists orders_by_status on orders (status, id);
