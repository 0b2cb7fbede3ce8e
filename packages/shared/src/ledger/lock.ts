import { anywhere, type IsNear } from './span.ts';

/** Steps that statements on a set of known orders share. */

/**
 * What a statement does about a row that somebody else holds: a set skips it, and a statement on one order alone
 * may wait for it, up to the `lock_timeout` of the connection.
 */
export type HeldRows = 'skip' | 'wait';

/**
 * SQL: locks the orders of an ascending array of ids, and answers with their ids and versions. By a function, since Postgres 18 must not
 * look again at a row that has changed within a statement that chooses partitions: see the migration that made it.
 */
export const lockOrders = (ids: string, heldRows: HeldRows) => `lock_orders(${ids}, ${heldRows === 'wait'})`;

/**
 * Takes the instant at which a statement decides each of the orders that it has locked, in whole milliseconds:
 * the database's clock after the locks were taken, or the time of the order's latest event if that is later, since
 * the clock can be set back, as by a failover. Every guard and every time written uses it. So the times of an order's
 * events never run backwards, and what was past its deadline once stays so.
 *
 * @param locked the relation of the locked rows
 * @param row the relation whose rows `decided` has, with `at` as the last column
 * @param rows the same, with joins
 */
export const decidingAt = (
  locked: string,
  row = locked,
  rows = row,
  isNear = anywhere,
) => `instant as materialized (
  select date_trunc('milliseconds', clock_timestamp()) as now from (select count(*) from ${locked}) as all_locked
), decided as materialized (
  select ${row}.*, greatest(instant.now, (
    select occurred_at from order_events where order_id = ${row}.id and sequence = ${row}.version and ${isNear('order_id')}
  )) as at
  from ${rows}, instant
)`;

/**
 * Locks the asked orders, in the order of their ids, and takes the instant at which the statement decides each.
 *
 * - `listed`: the ids that are asked for, each once, in order. The limits make Postgres look up each by index, in one partition.
 *
 * - `seen`: the asked orders as the statement's snapshot has them.
 * - `decided`: those that this statement may decide, locked, in their newest version. It leaves out rows that somebody
 *   else holds, if those are skipped; and rows that changed after the snapshot, since what the statement reads of
 *   their events and payments would be older than they are. Both are {@link isHeld}.
 * - `decided.at`: see {@link decidingAt}.
 *
 * The update that follows must find its rows by id alone: a condition on `orders` would also be checked against the
 * older version in the statement's snapshot.
 *
 * @param isNear spares the partitions that have none of the orders: see span.ts
 */
export const lockAsked = (heldRows: HeldRows, isNear: IsNear) => `listed as materialized (
  select id from asked group by id order by id
), seen as materialized (
  select found.* from listed, lateral (
    select * from orders where orders.id = listed.id and ${isNear('orders.id')} limit 1
  ) as found
), locked as materialized (
  select * from ${lockOrders('array(select id from listed)', heldRows)}
), ${decidingAt('locked', 'seen', lockedAsSeen, isNear)}`;

/**
 * SQL: whether a condition holds that is true for most rows. The planner takes it to be for one in two; by itself, for one in 200
 * or none, and then it compares each row of a set with each of another.
 */
export const mostly = (condition: string) => `coalesce(${condition}, false)`;

/** Rows that changed after the statement's snapshot are left out. */
export const lockedAsSeen = `seen join locked on locked.id = seen.id and ${mostly('seen.version = locked.version')}`;

/** Each decided order after the statement: the changed rows, and the others as they were. */
export const currentOrders = `current as (
  select * from changed
  union all
  select * from decided where not exists (select from changed where changed.id = decided.id)
)`;

/** True if the command names no owner, or `row` belongs to that owner. An order without a customer belongs to none. */
export const isOwn = (row: string) =>
  `(asked.owner is null or asked.owner is not distinct from ${row}.customer_id)`;

/** True if the order exists and could not be decided now. */
export const isHeld = `current.id is null and exists (select from seen where seen.id = asked.id)`;

/** Both variants of a statement. */
export const forHeldRows = (statement: (heldRows: HeldRows) => string): Record<HeldRows, string> => ({
  skip: statement('skip'),
  wait: statement('wait'),
});
