/**
 * The step in which a statement writes the events of its changes: with them, or not at all.
 *
 * @param select gives order_id, sequence, type, data and occurred_at of each event, in this order
 */
export function recordEvents(select: string): string {
  return `events as (
  insert into order_events (order_id, sequence, type, data, occurred_at)
  ${select}
  returning order_id, sequence, type
)`;
}
