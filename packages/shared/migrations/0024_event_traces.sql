-- Up Migration

-- The trace that an event belongs to, for the webhooks that tell of it: where traces are exported, and for those that are sampled.
-- Null otherwise, which takes no room. Old code survives it: no statement of it names the column. New code needs it, so migrate
-- first. Nothing is rewritten.

alter table order_events add column traceparent text;
