-- Without a transaction
-- Up Migration

-- For operators, who search by the id of anything and look at the deliveries of an order.
-- Old code survives it: an index changes no answer.

create index concurrently if not exists payment_attempts_by_id on payment_attempts (id);

create index concurrently if not exists webhook_deliveries_by_order on webhook_deliveries (order_id)
  where order_id is not null;

-- Event ids are random, so an index of the usual kind would cost each event a page of its own. This one has a filter for each
-- part of the table, about a hundredth of its size, and an event of the part that is being written costs nothing. A look-up
-- reads the filters, and the few parts that may have the id.
create index concurrently if not exists order_events_by_event_id on order_events
  using brin (event_id uuid_bloom_ops (n_distinct_per_range = 3500, false_positive_rate = 0.001))
  with (pages_per_range = 64, autosummarize = on);
