-- Up Migration

-- The type of an event is looked up by a statement of its own. A claim locks deliveries, and must not choose partitions of events
-- once it has looked again at a delivery that had just changed: see the migration before.
-- Old code survives it, and does not call it. New code needs it, so migrate first.

-- Null: there is no such event.
create function type_of_event(of_order uuid, at_sequence integer) returns text
  language plpgsql stable strict set plan_cache_mode = force_generic_plan as $$
begin
  return (select type from order_events where order_id = of_order and sequence = at_sequence);
end $$;
