-- Up Migration

-- Small values that the workers share when there is no Redis (REDIS_URL=none): how far they are, leases, and operators'
-- sessions that were signed out. With a Redis it stays empty.
--
-- Old code survives it: it does not know the table.

create table marks (
  name text primary key,
  value text not null,
  -- It counts as missing from then on. Null: never.
  expires_at timestamptz
);
