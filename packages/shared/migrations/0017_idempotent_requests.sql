-- Up Migration

-- Requests that a client may repeat under an `Idempotency-Key`, other than placing an order, whose key is stored with the
-- order. Written in the transaction of what the request did, so that neither is without the other.
-- Old code survives it, and ignores the keys. New code needs the table, so migrate first.

create table idempotent_requests (
  -- Who sent it: each caller has keys of its own.
  caller text not null,
  key text not null,
  operation text not null,
  digest text not null,
  -- What it was answered with, member by member as it was sent.
  answer json,
  created_at timestamptz(3) not null default now(),
  primary key (caller, key)
);

-- For deleting what is old.
create index idempotent_requests_by_age on idempotent_requests (created_at);
