import type { OrderEvent } from '../order/events.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';

/** Which events of an order are asked for: those whose sequence is greater than `after`. */
export interface EventsSince {
  id: string;
  after: number;
}

/** So many events of one order come at a time. As many: there may be more. */
export const eventsPageSize = 50;

/* The limit is also what makes Postgres look up each order by itself, however many are asked for. */
const eventsSinceStatement = `
select asked.ord, event.sequence, event.type, event.data, event.occurred_at as "occurredAt"
from json_to_recordset($1) as asked(ord int, id uuid, after int), lateral (
  select sequence, type, data, occurred_at from order_events
  where order_id = asked.id and sequence > asked.after
  order by sequence
  limit ${eventsPageSize}
) as event
order by asked.ord, event.sequence`;

/** What happened to each of a set of orders since, oldest first; one list for each, in the order asked. */
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
