import { inBatches } from '../platform/batches.ts';
import type { Postgres } from '../platform/postgres.ts';

/**
 * Drops months of orders that nobody needs any more, with their events and payments. The rules are in the database, so that no
 * caller can drop what must be kept: see the migration that made `drop_order_month`.
 */

/** Why orders of a month must be kept, longer than it was asked for. */
export const keepReasons = [
  'pending',
  'payment_in_progress',
  'refund_due',
  'undelivered',
  'not_in_feed',
  'recent',
] as const;
export type KeepReason = (typeof keepReasons)[number];

/** A month of orders whose time has come. */
export interface OldMonth {
  /** The ids of its orders, as their column has them, without the latter. */
  fromId: string;
  toId: string;
  endsAt: Date;
  /** How many orders must be kept, by reason, counted up to {@link maxCounted}. */
  kept: Partial<Record<KeepReason, number>>;
}

const maxCounted = 10_000;

const monthsStatement = `
select month.from_id as "fromId", month.to_id as "toId", ends_at as "endsAt",
       (select coalesce(jsonb_object_agg(reason, kept) filter (where kept > 0), '{}')
        from what_keeps_month(month.from_id, month.to_id, $1, ${maxCounted})) as kept
from order_months() as month
where ends_at < now() - make_interval(days => $1) order by ends_at`;

/** The months that ended more than so many days ago, oldest first. */
export const readOldMonths = (postgres: Postgres, days: number): Promise<OldMonth[]> =>
  postgres.query<OldMonth>(monthsStatement, [days]);

const oldestStatement = `
select extract(epoch from now() - min(ends_at))::float8 * 1000 as "ageMs" from order_months()`;

/** Milliseconds since the end of the oldest month that is kept; less than 0: it has not ended. */
export async function readOldestMonthAge(postgres: Postgres): Promise<number> {
  const [row] = await postgres.query<{ ageMs: number | null }>(oldestStatement);
  return row?.ageMs ?? 0;
}

/**
 * `dropped`: the oldest month that can be; there may be more. `locked`: somebody uses the tables, or has just changed an order of
 * the month. `none`: there is no month to drop.
 */
export type Dropped = 'dropped' | 'locked' | 'none';

/** @param days 38 or more, which the database insists on */
export async function dropMonth(postgres: Postgres, days: number): Promise<Dropped> {
  const [row] = await postgres.query<{ outcome: Dropped }>('select drop_order_month($1) as outcome', [days]);
  return row?.outcome ?? 'none';
}

const batchSize = 5_000;

/**
 * Deletes rows of a table by the orders' ids, $1 to $2, $3 at most. `found` may be more than were deleted here: another worker
 * has deleted the others.
 */
const deleteStatement = (table: string, row: string) => `
with found as materialized (
  select ${row} as place, order_id from ${table} where order_id >= $1 and order_id < $2 order by order_id limit $3
), deleted as (
  delete from ${table} where ${row} = any (array(select place from found))
)
select count(*)::int as found, (select order_id from found order by order_id desc limit 1) as "lastId" from found`;

/** Each batch begins where the one before has ended: what that left in the index would be read again and again. */
function deleteOf(postgres: Postgres, table: string, row: string, signal: AbortSignal) {
  const statement = deleteStatement(table, row);
  return ({ fromId, toId }: Pick<OldMonth, 'fromId' | 'toId'>) => {
    let from = fromId;
    return inBatches(batchSize, signal, async (limit) => {
      const [batch] = await postgres.query<{ found: number; lastId: string | null }>(statement, [
        from,
        toId,
        limit,
      ]);
      from = batch?.lastId ?? from;
      return batch?.found ?? 0;
    });
  };
}

/**
 * Forgets the keys under which the orders of a month were placed, which has to be done before it is dropped: a key without its
 * order could not be used again.
 */
export async function forgetKeysOf(postgres: Postgres, month: OldMonth, signal: AbortSignal): Promise<void> {
  await deleteOf(postgres, 'idempotency_keys', 'ctid', signal)(month);
}

/** What tells of orders in tables that are not partitioned by them, and what a row is found by. */
const traces = [
  ['event_feed', 'ctid'],
  ['payment_attempts', 'ctid'],
  ['erasures', 'ctid'],
  ['webhook_deliveries', 'id'],
] as const;

const unclearedStatement = `
select from_id as "fromId", to_id as "toId" from dropped_months where cleared_at is null order by to_id`;

const clearedStatement = 'update dropped_months set cleared_at = now() where to_id = $1';

/**
 * Deletes what still tells of dropped orders elsewhere. It may be interrupted at any time, and several may do so at once: the next
 * call goes on with what is left.
 */
export async function clearDropped(postgres: Postgres, signal: AbortSignal): Promise<void> {
  const months = await postgres.query<Pick<OldMonth, 'fromId' | 'toId'>>(unclearedStatement);
  for (const month of months) {
    for (const [table, row] of traces) await deleteOf(postgres, table, row, signal)(month);
    if (signal.aborted) return;
    await postgres.query(clearedStatement, [month.toId]);
  }
}
