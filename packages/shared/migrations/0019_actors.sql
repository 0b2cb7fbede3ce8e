-- Up Migration

-- Who made each change, beside its event: `customer`, `backend`, `operator` or `system`, and which of them. The id of a customer
-- is not written again: it is that of the order, so erasing it there erases it here. Events of earlier versions have neither.
-- Old code survives it: no statement of it names the columns, and what it writes has no actor. New code needs them, so migrate
-- first. Nothing is rewritten.

-- Who asked for an erasure, which may be carried out much later.
alter table erasures add column actor_kind text, add column actor_subject text;

alter table order_events add column actor_kind text, add column actor_subject text;
