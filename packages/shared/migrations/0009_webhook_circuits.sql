-- Up Migration

-- What becomes of an endpoint that fails: its circuit opens, and after days of nothing but failure it is disabled.
-- Old code survives it: it goes on delivering to such an endpoint, and neither opens nor closes a circuit.

alter table webhook_endpoints
  -- When, and why, the service disabled it. A client that registers an endpoint as disabled leaves both empty.
  add column disabled_at timestamptz(3),
  add column disabled_reason text;

-- One row for each endpoint whose last attempt failed; the next success deletes it. A table of its own, because the
-- statements that write events read the endpoints: those must not pile up versions while receivers come and go.
create table webhook_circuits (
  endpoint_id uuid primary key references webhook_endpoints on delete cascade,
  -- Since its last success.
  failing_since timestamptz(3) not null,
  failures integer not null,
  -- The circuit is open until then, and afterwards lets one delivery through at a time. Null: it is closed.
  open_until timestamptz,
  -- The delivery that was let through last.
  probe uuid
);
