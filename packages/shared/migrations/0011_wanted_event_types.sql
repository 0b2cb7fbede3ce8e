-- Up Migration

-- Which events the outbox takes, asked anew by each statement once it holds its rows. A statement that asks in its own
-- snapshot asks how things were before it waited: an endpoint that was registered meanwhile got nothing.
-- Old code survives it, and does not call it. New code needs it, so migrate first.

-- The event types that enabled endpoints want; '*' among them: all, including future ones. Volatile, so that the query
-- in it takes a snapshot of its own, as of the call.
create function wanted_event_types() returns text[] language plpgsql volatile as $$
begin
  return array(
    select distinct type
    from webhook_endpoints endpoint, unnest(coalesce(endpoint.event_types, '{*}')) as type
    where endpoint.enabled
  );
end $$;
