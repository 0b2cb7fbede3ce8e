-- Up Migration

-- When autovacuum takes up the tables whose rows change: by default, once a fifth of a table is dead, and a month of orders has
-- millions of rows. Dead rows fill the small indexes that are read all the time, as that of pending orders: they grew fourfold.
-- docs/operations.md has what was measured. Partitions that are made later take over those of the last one.
-- Old code survives it: the settings change no answer.

do $$
declare
  partition text;
begin
  for partition in
    select inhrelid::regclass from pg_inherits where inhparent in ('orders'::regclass, 'webhook_deliveries'::regclass)
  loop
    execute format(
      'alter table %s set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, '
      'autovacuum_analyze_scale_factor = 0.02)', partition);
  end loop;
end $$;

-- Their rows are deleted as fast as they are written, once IDEMPOTENCY_KEY_HOURS or 30 days have passed.
alter table idempotency_keys set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
alter table idempotent_requests set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- A queue is vacuumed often, and its end is empty each time. To give that back takes a lock that everybody waits for who writes an
-- event, and the next events need the space again.
alter table webhook_outbox set (vacuum_truncate = false);
