import { orderIdFromUuid } from '../order/order-id.ts';
import type { Order, RunningOrder } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { ledgerEpoch, requireEpoch } from './epoch.ts';
import { payBy, payingUntil, remainingMs } from './row.ts';
import { writtenBy } from './written-by.ts';

/** A point in the ledger's history: which transactions had been committed. */
export interface Moment {
  /** Of type `pg_snapshot`. Means something only on the same server. */
  snapshot: string;
  /** The database's clock. */
  at: Date;
  /** When the oldest transaction in progress began; about `at` if there was none. */
  openSince: Date;
  /** Names the server process and the ledger's epoch, so it changes with a restart, a failover and a restore. */
  server: string;
}

/** The events that were committed after one moment and up to another. */
export interface EventRange {
  after: Moment;
  upTo: Moment;
}

/** Position of a walk over events. */
export interface EventCursor {
  occurredAt: Date;
  /** As the column has it. */
  orderId: string;
  sequence: number;
}

/** An order that had an event, as it is now. */
export type ChangedOrder = RunningOrder & Pick<Order, 'status'>;

export interface ChangedPage {
  /** Each once. */
  orders: ChangedOrder[];
  /** Where the next page begins; null: this was the last one. */
  next: EventCursor | null;
}

/* It tells of the transactions of one's own role, or of all with the role pg_read_all_stats. */
const openSinceStatement = `
select least(now(), min(xact_start)) as "openSince" from pg_stat_activity
where datname = current_database() and backend_xid is not null`;

const momentStatement = `
select pg_current_snapshot()::text as snapshot, now() as at, ${ledgerEpoch} || ' ' || pg_postmaster_start_time() as server`;

export async function readMoment(postgres: Postgres): Promise<Moment> {
  // First, so that no transaction can end between the snapshot, which does not see it, and this.
  const [open] = await postgres.query<Pick<Moment, 'openSince'>>(openSinceStatement);
  const [moment] = await postgres.query<Omit<Moment, 'openSince'>>(momentStatement);
  if (!open || !moment) throw new Error('postgres returned no snapshot');
  return { ...moment, ...open, server: requireEpoch(moment.server) };
}

/** For transactions whose start is not shown. Statements have a time limit of 5 s. */
const commitDelayMs = 6_000;

/** However long a transaction has been open, no older events are read: each run reads the whole time again. */
const maxReachMs = 60_000;

/*
 * An event is in the range if the transaction that wrote it is visible in the later snapshot and not in the earlier one.
 * So no event is read twice, and none is missed because it committed later than others with the same time. PgQ reads its
 * queues in the same way.
 *
 * A snapshot of another server says nothing. Then $4 is null, and all events since the cursor are in the range.
 */
const changedPageStatement = `
with latest as materialized (
  select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid
), event as materialized (
  select occurred_at, order_id, sequence
  from order_events, latest
  where occurred_at >= $1 and (occurred_at, order_id, sequence) > ($1, $2, $3)
    -- Most events of these seconds were read before, and this excludes them.
    and ($4::pg_snapshot is null or not pg_visible_in_snapshot(${writtenBy('order_events.xmin')}, $4::pg_snapshot))
    and pg_visible_in_snapshot(${writtenBy('order_events.xmin')}, $5::pg_snapshot)
  order by occurred_at, order_id, sequence
  limit $6
)
select event.occurred_at as "occurredAt", event.sequence, current.*
from event, lateral (
  -- The limit makes Postgres look up each order by index.
  select id, status, customer_id as "customerId", created_at as "createdAt", ${payBy('orders')} as "payBy",
         expires_at as "expiresAt", ${payingUntil('orders')} as "payingUntil", ${remainingMs('orders')}, version
  from orders where id = event.order_id limit 1
) as current
order by event.occurred_at, event.order_id, event.sequence`;

type ChangedRow = Omit<ChangedOrder, 'remainingMs'> &
  Pick<EventCursor, 'occurredAt' | 'sequence'> & { remaining_ms: number };

/**
 * Reads the orders that had events in a range, as they are now.
 *
 * @param cursor null: the first page
 * @param limit events per page
 */
export async function readChangedPage(
  postgres: Postgres,
  { after, upTo }: EventRange,
  cursor: EventCursor | null,
  limit: number,
): Promise<ChangedPage> {
  const { occurredAt, orderId, sequence } = cursor ?? beginningOf({ after, upTo });
  const isSameServer = after.server === upTo.server;
  const rows = await postgres.query<ChangedRow>(changedPageStatement, [
    occurredAt,
    orderId,
    sequence,
    isSameServer ? after.snapshot : null,
    upTo.snapshot,
    limit,
  ]);
  const last = rows.at(-1);
  return {
    orders: [...new Map(rows.map((row) => [row.id, row])).values()].map(toChangedOrder),
    next:
      last && rows.length === limit
        ? { occurredAt: last.occurredAt, orderId: last.id, sequence: last.sequence }
        : null,
  };
}

function beginningOf({ after, upTo }: EventRange): EventCursor {
  const reach = Math.max(after.openSince.getTime(), after.at.getTime() - maxReachMs);
  const fromMs = Math.min(reach, upTo.at.getTime()) - commitDelayMs;
  return { occurredAt: new Date(fromMs), orderId: '00000000-0000-0000-0000-000000000000', sequence: 0 };
}

function toChangedOrder(row: ChangedRow): ChangedOrder {
  const { occurredAt: _, sequence: __, id, remaining_ms: remainingMs, ...order } = row;
  return { ...order, id: orderIdFromUuid(id), remainingMs };
}
