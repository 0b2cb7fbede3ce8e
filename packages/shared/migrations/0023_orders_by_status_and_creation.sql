-- Without a transaction
-- Up Migration

-- For lists of one status, newest first, also of a time. The index that it takes the place of had no time in it, so paid orders
-- of a time were found by passing all others of it.
-- Old code survives it: an index changes no answer. Until old processes have ended, their lists of one status read all orders.

create index concurrently if not exists orders_by_status_and_creation on orders (status, created_at, id);

drop index concurrently if exists orders_by_status;
