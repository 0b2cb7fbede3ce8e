-- Without a transaction
-- Up Migration

-- For the worker that follows the events of the last moments and sees to it that Redis knows of them. Old code
-- survives it: an index changes no answer.

create index concurrently if not exists order_events_by_time on order_events (occurred_at);
