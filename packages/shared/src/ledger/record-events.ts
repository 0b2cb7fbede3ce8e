/**
 * The step that writes a statement's events in the same commit as its changes, and for each event that a webhook
 * endpoint subscribes to one row in the outbox. Its cost does not depend on the number of endpoints.
 *
 * @param select yields order_id, sequence, type, data and occurred_at of each event, in this order
 */
export function recordEvents(select: string): string {
  return `events as (
  insert into order_events (order_id, sequence, type, data, occurred_at)
  ${select}
  returning order_id, sequence, type, occurred_at
), outbox as (
  insert into webhook_outbox (order_id, sequence, type, occurred_at)
  select order_id, sequence, type, occurred_at from events
  where exists (
    select from webhook_endpoints endpoint
    where endpoint.enabled and (endpoint.event_types is null or events.type = any(endpoint.event_types))
  )
)`;
}
