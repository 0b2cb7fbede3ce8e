/**
 * The steps that write a statement's events in the same commit as its changes, and for each event that a webhook
 * endpoint wants one row in the outbox. Their cost does not depend on the number of endpoints.
 *
 * What endpoints want is asked at or after the instant of the events: an endpoint that could be seen by then gets them.
 * A statement that locks rows may have waited since it took its snapshot, so it asks in a new one.
 *
 * @param select yields order_id, sequence, type, data, occurred_at, actor_kind, actor_subject and traceparent of each event, in
 *   this order
 * @param asOf `instant`: the events happen at the instant in the step of that name; `now()`: when the statement began,
 *   so its own snapshot is late enough
 */
export function recordEvents(select: string, asOf: 'instant' | 'now()' = 'instant'): string {
  return `events as (
  insert into order_events (order_id, sequence, type, data, occurred_at, actor_kind, actor_subject, traceparent)
  ${select}
  returning order_id, sequence, type, occurred_at
), ${asOf === 'instant' ? `wanted as materialized (select wanted_event_types() as types from instant), ` : ''}outbox as (
  insert into webhook_outbox (order_id, sequence, type, occurred_at)
  select order_id, sequence, events.type, occurred_at from events
  where ${asOf === 'instant' ? isWanted : isWantedBySnapshot}
)`;
}

const isWanted = `exists (select from wanted where '*' = any(wanted.types) or events.type = any(wanted.types))`;

const isWantedBySnapshot = `exists (
    select from webhook_endpoints endpoint
    where endpoint.enabled and (endpoint.event_types is null or events.type = any(endpoint.event_types))
  )`;
