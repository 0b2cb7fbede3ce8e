import type { OrderEvent } from '../order/events.ts';
import type { Order } from '../order/order.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { toldActor } from './actor-row.ts';
import { payBy, payingUntil } from './row.ts';
import { isInSpan, spanOf } from './span.ts';

/** A request for the events of an order whose sequence is greater than `after`. */
export interface EventsSince {
  id: string;
  after: number;
}

/** What an order's timeline says, as of one instant. */
export interface News {
  /** Oldest first. */
  events: OrderEvent[];
  /** Null: there is no such order. */
  order: OrderThen | null;
}

/** What of an order goes with its news. */
export type OrderThen = Pick<Order, 'status' | 'version' | 'payBy' | 'payingUntil' | 'asOf'>;

/** The most events of one order per answer. A full page means that there may be more. */
export const eventsPageSize = 50;

const isNear = isInSpan(2);

/* The limit also makes Postgres look up each order by index, however many are requested. */
const eventsSinceStatement = `
select asked.ord, current.status, current.version, current."payBy", current."payingUntil", now() as "asOf",
       event.sequence, event.type, event.data, event.occurred_at as "occurredAt",
       ${toldActor('event', 'current.customer_id')} as actor
from json_to_recordset($1) as asked(ord int, id uuid, after int), lateral (
  select status, version, customer_id, ${payBy('orders')} as "payBy", ${payingUntil('orders')} as "payingUntil"
  from orders where id = asked.id and ${isNear('id')} limit 1
) as current left join lateral (
  select sequence, type, data, occurred_at, actor_kind, actor_subject from order_events
  where order_id = asked.id and ${isNear('order_id')} and sequence > asked.after
  order by sequence
  limit ${eventsPageSize}
) as event on true
order by asked.ord, event.sequence`;

type NewsRow = Omit<OrderEvent, 'orderId' | 'sequence'> &
  OrderThen & { ord: number; sequence: number | null };

/** Reads the next events of a set of orders. @returns one answer per call, in the order given */
export async function readEventsSince(postgres: Postgres, calls: readonly EventsSince[]): Promise<News[]> {
  const asked = calls.map(({ id, after }) => ({ id: orderIdToUuid(id), after }));
  const span = spanOf(asked.map(({ id }) => id));
  const rows = await postgres.query<NewsRow>(eventsSinceStatement, [asRecordset(asked), ...span], {
    prepare: true,
  });
  const answers = calls.map((): News => ({ events: [], order: null }));
  for (const { ord, status, version, payBy, payingUntil, asOf, ...row } of rows) {
    const answer = answers[ord];
    if (!answer) continue;
    answer.order = { status, version, payBy, payingUntil, asOf };
    if (row.sequence !== null) answer.events.push({ orderId: calls[ord]?.id, ...row } as OrderEvent);
  }
  return answers;
}
