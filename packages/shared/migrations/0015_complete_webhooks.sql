-- Up Migration

-- What an endpoint's owner asks of a webhook service: to change an endpoint and its secret, to see each attempt, and to
-- have deliveries sent again.
-- Old code survives it: it records no attempts, and signs with the new secret alone while an old one is still valid, so
-- rotate secrets once all workers are new. An old worker takes the attempts before a resend for attempts of it, and may
-- take the result of an attempt that was under way for that of the resend. New code needs it, so migrate first.

alter table webhook_endpoints
  -- The secret before the last rotation, and how long it signs, too.
  add column previous_sealed_secret bytea,
  add column previous_secret_until timestamptz,
  -- From when on it is promised every event; null: since it was created. Later once it was enabled again, or its types
  -- were changed: what it did not want at the time was not kept for it.
  add column promised_since timestamptz(3);

alter table webhook_deliveries
  -- When it was asked for again. Null: never.
  add column resent_at timestamptz(3),
  -- Attempts until then: the schedule of retries starts anew, and the result of one that was under way ends nothing. Null: none.
  add column attempts_before integer;

-- Each attempt whose result is known. Goes with its delivery.
create table webhook_attempts (
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  number integer not null,
  -- For forgetting what was sent about it. Null: a ping.
  order_id uuid,
  attempted_at timestamptz(3) not null,
  duration_ms integer,
  is_delivered boolean not null,
  response_status integer,
  request_body text,
  response_body text,
  error text,
  primary key (delivery_id, number)
);

create index webhook_attempts_by_order on webhook_attempts (order_id) where order_id is not null;

-- Requests to send the deliveries of a time again, which a worker carries out a batch at a time.
create table webhook_resends (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null references webhook_endpoints on delete cascade,
  -- Null: all.
  types text[],
  requested_at timestamptz(3) not null,
  -- The deliveries up to this one, by `created_at` and `id`, are done.
  after_created_at timestamptz(3) not null,
  after_id uuid not null default 'ffffffff-ffff-ffff-ffff-ffffffffffff'
);

create index webhook_resends_by_endpoint on webhook_resends (endpoint_id);
