-- Up Migration

-- The feed of all events of all orders: each event gets a position, some hundred milliseconds after its commit, in an
-- order in which readers can go on where they stopped. A number taken when the event is written could not do that: what
-- commits late would appear behind readers who have passed its number.
-- A worker gives the positions, so writing an event costs no more than before. Events from before this migration get
-- theirs first, oldest first, in batches.
-- Old code survives it: it neither reads nor writes these tables.

create table event_feed (
  -- Counts from 1 without gaps.
  position bigint primary key,
  order_id uuid not null,
  sequence integer not null,
  -- No event gets two positions, even if events are looked for again from the start.
  unique (order_id, sequence)
);

-- How far the events have positions: one row, written by the statement that gives positions.
create table event_feed_mark (
  single boolean primary key default true check (single),
  -- Counts the writes. A worker that has read another version than it finds changes nothing.
  version bigint not null default 0,
  last_position bigint not null default 0,
  -- When the statement that wrote the row began.
  written_at timestamptz(3),
  -- What the last complete pass over new events has seen, and the pass under way: see ledger/feed-mark.ts. With both
  -- null, all events that have no position are looked for from the oldest on.
  seen jsonb,
  pass jsonb
);

insert into event_feed_mark default values;
