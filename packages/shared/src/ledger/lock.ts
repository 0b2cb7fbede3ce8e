/** Steps that statements on a set of known orders share. */

/**
 * Locks the asked orders, lowest id first, so that two sets with common orders can't deadlock.
 *
 * It returns each row's newest version, read after any wait; the rules apply to that. The update that follows
 * must find its rows by id alone: a condition on `orders` would also be checked against the older version in
 * the statement's snapshot.
 */
export const lockAsked = `locked as materialized (
  select * from orders where id in (select id from asked) order by id for update
)`;

/** Each asked order after the statement: the changed rows, and the others as they were. */
export const currentOrders = `current as (
  select * from changed
  union all
  select * from locked where not exists (select from changed where changed.id = locked.id)
)`;

/** True if the command names no owner, or `row` belongs to that owner. An order without a customer belongs to none. */
export const isOwn = (row: string) =>
  `(asked.owner is null or asked.owner is not distinct from ${row}.customer_id)`;
