/**
 * The steps that the statements on a set of known orders share.
 */

/**
 * Locks the asked orders, lowest id first: two sets that hold the same orders can't wait for each
 * other. What it reads is the newest version, after any wait, and so the rules are applied to these
 * rows. An update that follows finds its rows by id alone: a condition on `orders` there would also
 * be checked against the older version that the statement's snapshot shows.
 */
export const lockAsked = `locked as materialized (
  select * from orders where id in (select id from asked) order by id for update
)`;

/** Each asked order as it is after the statement: the changed rows, and the others as they were. */
export const settledOrders = `settled as (
  select * from changed
  union all
  select * from locked where not exists (select from changed where changed.id = locked.id)
)`;

/** Whether the order in `row` is the asking customer's, or nobody asked for that. An order of nobody is no customer's. */
export const isOwn = (row: string) =>
  `(asked.owner is null or asked.owner is not distinct from ${row}.customer_id)`;
