-- Without a transaction
-- Up Migration

-- What requests were answered with that name their order as `orderId`, as payment attempts do. Erasing an order deletes them,
-- too. Old code survives it, and leaves them until they are 30 days old.

create index concurrently if not exists idempotent_requests_by_named_order on idempotent_requests ((answer ->> 'orderId'))
  where answer ->> 'orderId' is not null;
