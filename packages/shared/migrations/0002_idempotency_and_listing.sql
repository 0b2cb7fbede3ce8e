-- Up Migration

-- What placing an order safely twice needs, and what reading many orders needs. Old code survives
-- it: the new columns may stay empty. The table is locked while the indexes are built; on one with
-- millions of orders, build them by hand beforehand with `create index concurrently` and these names.

alter table orders
  add column idempotency_key text,
  add column idempotency_digest text,
  add constraint an_idempotent_order_knows_its_request
    check ((idempotency_key is null) = (idempotency_digest is null));

-- Decides which of two requests with the same key makes the order. The key comes first, so that it can
-- be looked up for orders without a customer too.
create unique index if not exists orders_by_idempotency_key on orders (idempotency_key, customer_id)
  nulls not distinct where idempotency_key is not null;

-- An id is made of the time it was made, so newest first is highest id first.
create index if not exists orders_by_customer on orders (customer_id, id);
create index if not exists orders_by_status on orders (status, id);
