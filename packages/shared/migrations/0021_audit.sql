-- Up Migration

-- What operators do, for whoever asks later who did it: the log has it, too, but is not kept for long, and is not at hand.
-- Old code survives it: it writes to its log alone. New code needs the table, so migrate first.

create table audit_entries (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null,
  event text not null,
  -- The name that was given, whether or not there is such an account.
  who text not null,
  -- Null: nobody was signed in.
  role text,
  address text,
  method text not null,
  path text not null,
  -- The order, refund, endpoint or delivery that the path names last.
  target text,
  -- Null: the client left before the answer.
  status integer
);

create index audit_entries_by_target on audit_entries (target, id) where target is not null;

-- For deleting what is old.
create index audit_entries_by_time on audit_entries (at);
