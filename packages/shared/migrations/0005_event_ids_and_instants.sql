-- Up Migration

-- Events get an id of their own, by which receivers of webhooks recognize what they have seen. Until now that id was
-- made of the order and the sequence, so an event that a failover lost and another one that took its place had the
-- same. Events from before keep the id that receivers know: their column stays empty.
-- Old code survives it: the default fills the column, whose name no statement of it uses. Neither statement rewrites the
-- table.

alter table order_events add column event_id uuid;
alter table order_events alter column event_id set default gen_random_uuid();
