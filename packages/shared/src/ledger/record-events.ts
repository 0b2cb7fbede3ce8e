/**
 * The step that writes a statement's events in the same commit as its changes, and for each event one delivery per
 * webhook endpoint that subscribes to its type.
 *
 * @param select yields order_id, sequence, type, data and occurred_at of each event, in this order
 */
export function recordEvents(select: string): string {
  return `events as (
  insert into order_events (order_id, sequence, type, data, occurred_at)
  ${select}
  returning order_id, sequence, type, occurred_at
), webhook_outbox as (
  insert into webhook_deliveries (endpoint_id, order_id, sequence, created_at)
  select endpoint.id, events.order_id, events.sequence, events.occurred_at
  from events join webhook_endpoints endpoint
    on endpoint.enabled and (endpoint.event_types is null or events.type = any(endpoint.event_types))
)`;
}
