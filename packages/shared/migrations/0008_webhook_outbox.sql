-- Up Migration

-- The statement that writes an event writes one row here, however many endpoints want it, and none if nobody does.
-- The relay turns each row into deliveries. Before, that statement wrote a delivery per endpoint, and a sweep of 2,000
-- orders for 100 endpoints could not finish in time.
-- Old code survives it: it goes on writing deliveries by itself, and the relay of either version queues them. Its
-- events have no row here, so no event is delivered on both paths.

create table webhook_outbox (
  order_id uuid not null,
  sequence integer not null,
  type text not null,
  occurred_at timestamptz(3) not null,
  -- The transaction that wrote the row. Once it is older than every running one, no further row of it can appear: a
  -- relay that has taken all rows up to there never has to look there again, and so never reads what is left of
  -- deleted rows while an old snapshot keeps vacuum from removing them.
  written_by xid8 not null default pg_current_xact_id()
);

create index webhook_outbox_by_transaction on webhook_outbox (written_by);

-- A queue: what vacuum leaves behind is read again by every scan from the start.
alter table webhook_outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- What the migration before this one has written.
insert into webhook_outbox (order_id, sequence, type, occurred_at)
select order_id, sequence, type, occurred_at from order_events event
where type = 'payment.refund_withdrawn' and not exists (
  select from webhook_deliveries delivery
  where delivery.order_id = event.order_id and delivery.sequence = event.sequence
);
