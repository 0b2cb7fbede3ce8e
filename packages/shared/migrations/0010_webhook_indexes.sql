-- Without a transaction
-- Up Migration

-- Deliveries are queued by endpoint, a few at a time, so that the backlog of one is not in the way of another. And
-- what is old is found by endpoint, through webhook_deliveries_by_endpoint: the ranges of the BRIN index grew wider
-- with each purge, because new rows took the places of old ones, until a purge read the whole table.
-- Old code survives it: its claims read the new index, which holds pending deliveries alone, from end to end.

create index concurrently if not exists webhook_deliveries_waiting on webhook_deliveries (endpoint_id, due_at)
  where status = 'pending';

drop index concurrently if exists webhook_deliveries_due;

drop index concurrently if exists webhook_deliveries_by_age;
