import type { OrderEvent } from '../order/events.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';

/** A request for the events of an order whose sequence is greater than `after`. */
export interface EventsSince {
  id: string;
  after: number;
}

/** The most events of one order per answer. A full page means that there may be more. */
export const eventsPageSize = 50;

/* The limit also makes Postgres look up each order by index, however many are requested. */
const eventsSinceStatement = `
select asked.ord, event.sequence, event.type, event.data, event.occurred_at as "occurredAt"
from json_to_recordset($1) as asked(ord int, id uuid, after int), lateral (
  select sequence, type, data, occurred_at from order_events
  where order_id = asked.id and sequence > asked.after
  order by sequence
  limit ${eventsPageSize}
) as event
order by asked.ord, event.sequence`;

/** Reads the next events of a set of orders, oldest first. @returns one list per call, in the order given */
export async function readEventsSince(
  postgres: Postgres,
  calls: readonly EventsSince[],
): Promise<OrderEvent[][]> {
  const rows = await postgres.query<Omit<OrderEvent, 'orderId'> & { ord: number }>(eventsSinceStatement, [
    asRecordset(calls.map(({ id, after }) => ({ id: orderIdToUuid(id), after }))),
  ]);
  const answers = calls.map((): OrderEvent[] => []);
  for (const { ord, ...row } of rows) answers[ord]?.push({ orderId: calls[ord]?.id, ...row } as OrderEvent);
  return answers;
}
