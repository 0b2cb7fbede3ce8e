/**
 * SQL, after `join` or `left join`: the event of a delivery, as `event`. The limit makes Postgres look up each by index, in one
 * partition. It would expect a join to look into all of them, and read all events instead.
 */
export const eventOf = (delivery: string) => `lateral (
  select type, event_id, traceparent, data, occurred_at, actor_kind, actor_subject from order_events
  where order_id = ${delivery}.order_id and sequence = ${delivery}.sequence limit 1
) event on true`;
