-- Without a transaction
-- Up Migration

-- For listing the failed deliveries of an endpoint, among millions that succeeded. It costs a delivery nothing until it
-- fails for good. Old code survives it: an index changes no answer.

create index concurrently if not exists webhook_deliveries_failed on webhook_deliveries (endpoint_id, created_at, id)
  where status = 'failed';
