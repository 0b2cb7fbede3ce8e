-- Without a transaction
-- Up Migration

-- Proves that all deliveries lie before the month after the next, so that the next migration, which makes their table a partition,
-- does not have to look through them under a lock.
-- Old code survives it: it writes no delivery with a time to come.

do $$
declare
  bound timestamptz := (date_trunc('month', now() at time zone 'UTC') + interval '2 months') at time zone 'UTC';
begin
  -- Everybody waits behind whoever waits for this lock.
  perform set_config('lock_timeout', '300ms', true);
  if not exists (select from pg_constraint where conname = 'webhook_deliveries_before_bound') then
    execute format(
      'alter table webhook_deliveries add constraint webhook_deliveries_before_bound check (created_at < %L) not valid', bound);
  end if;
end $$;

alter table webhook_deliveries validate constraint webhook_deliveries_before_bound;
