import type { OrderEvent } from '../order/events.ts';
import { orderIdFromUuid, orderIdToUuid } from '../order/order-id.ts';
import type { Order, RunningOrder } from '../order/order.ts';
import { unfolded, type Postgres } from '../platform/postgres.ts';
import { toldActor } from './actor-row.ts';
import { orderColumns, payBy, payingUntil, remainingMs, toOrder, type OrderRow } from './row.ts';
import { isInSpan, isOrder, spanOf } from './span.ts';

const byIdStatement = `
select ${orderColumns('orders')} from orders where id = any(${unfolded('$1', 'uuid[]')}) and ${isInSpan(2)('id')}`;

/** Reads orders by id, in the order given; null where none exists. */
export async function readOrders(postgres: Postgres, ids: readonly string[]): Promise<(Order | null)[]> {
  const uuids = ids.map(orderIdToUuid);
  const rows = await postgres.query<OrderRow>(byIdStatement, [uuids, ...spanOf(uuids)], { prepare: true });
  const found = new Map(rows.map((row) => [orderIdFromUuid(row.id), row]));
  return ids.map((id) => {
    const row = found.get(id);
    return row ? toOrder(row) : null;
  });
}

const isAsked = isOrder('$1');

/** An event, which belongs to the asked order. */
const eventColumns = `sequence, type, data, occurred_at as "occurredAt",
  ${toldActor('order_events', `(select customer_id from orders where ${isAsked('id')})`)} as actor`;

const timelineStatement = `
select ${eventColumns} from order_events where ${isAsked('order_id')} order by sequence`;

/** An order's events, oldest first; empty if there is no such order. */
export async function readTimeline(postgres: Postgres, id: string): Promise<OrderEvent[]> {
  const rows = await postgres.query<Omit<OrderEvent, 'orderId'>>(timelineStatement, [orderIdToUuid(id)], {
    prepare: true,
  });
  return rows.map((row) => ({ orderId: id, ...row }) as OrderEvent);
}

/** The part of a timeline after a sequence. `limit`: 1 to 100. */
export interface TimelineQuery {
  id: string;
  /** The sequence of the previous page's last event; 0: start at the first. */
  after: number;
  limit: number;
}

export interface TimelinePage {
  events: OrderEvent[];
  /** `after` of the next page; null: there are no more events yet. */
  next: number | null;
}

const timelinePageStatement = `
select ${eventColumns} from order_events where ${isAsked('order_id')} and sequence > $2 order by sequence limit $3`;

/** A page of an order's events, oldest first, read by index from where the previous page ended. */
export async function readTimelinePage(postgres: Postgres, query: TimelineQuery): Promise<TimelinePage> {
  const { id, after, limit } = query;
  const values = [orderIdToUuid(id), after, limit + 1];
  const rows = await postgres.query<Omit<OrderEvent, 'orderId'>>(timelinePageStatement, values, {
    prepare: true,
  });
  const events = rows.slice(0, limit).map((row) => ({ orderId: id, ...row }) as OrderEvent);
  return { events, next: rows.length > limit ? (events.at(-1)?.sequence ?? null) : null };
}

const pendingPageStatement = `
select id, customer_id as "customerId", created_at as "createdAt", ${payBy('orders')} as "payBy",
       expires_at as "expiresAt", ${payingUntil('orders')} as "payingUntil", ${remainingMs('orders')}, version
from orders
where status = 'pending' and (expires_at, id) > ($1::timestamptz, $2::uuid) and expires_at > now()
order by expires_at, id limit $3`;

/** Position of a walk over pending orders. */
export interface PendingCursor {
  expiresAt: Date;
  id: string;
}

/** A page of pending orders before their deadline, soonest first, after `cursor`. */
export async function readPendingPage(
  postgres: Postgres,
  cursor: PendingCursor | null,
  limit: number,
): Promise<RunningOrder[]> {
  const rows = await postgres.query<Omit<RunningOrder, 'remainingMs'> & { remaining_ms: number }>(
    pendingPageStatement,
    [
      cursor?.expiresAt ?? '-infinity',
      cursor ? orderIdToUuid(cursor.id) : '00000000-0000-0000-0000-000000000000',
      limit,
    ],
  );
  return rows.map(({ id, remaining_ms: remainingMs, ...row }) => ({
    ...row,
    id: orderIdFromUuid(id),
    remainingMs,
  }));
}

const settledAmongStatement = `
select asked.id, coalesce(orders.version, 1) as version
from unnest($1::uuid[]) as asked(id) left join orders on orders.id = asked.id and orders.id = any($1::uuid[])
where orders.status is distinct from 'pending'`;

/** Those of the given ids whose orders are paid, cancelled or missing, with their versions. */
export async function readSettledAmong(
  postgres: Postgres,
  ids: readonly string[],
): Promise<Pick<Order, 'id' | 'version'>[]> {
  const rows = await postgres.query<{ id: string; version: number }>(settledAmongStatement, [
    ids.map(orderIdToUuid),
  ]);
  return rows.map(({ id, version }) => ({ id: orderIdFromUuid(id), version }));
}

const countRunningStatement = `
select count(*) as count from orders where status = 'pending' and expires_at > now()`;

/** How many orders are pending and before their deadline. */
export async function countRunning(postgres: Postgres): Promise<number> {
  const [row] = await postgres.query<{ count: number }>(countRunningStatement);
  return row?.count ?? 0;
}
