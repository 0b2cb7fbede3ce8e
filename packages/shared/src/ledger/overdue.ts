import type { Postgres } from '../platform/postgres.ts';

/** Pending orders past their deadline, which the worker has yet to cancel. */
export interface Overdue {
  /** Counted up to {@link maxCounted}. */
  count: number;
  /** Milliseconds since the oldest missed deadline; 0 if there is none. */
  oldestMs: number;
}

/** Enough to see that there are far too many, at a few milliseconds' cost. */
export const maxCounted = 10_000;

/* Sorted to force the partial index: with a limit alone the planner may scan a table of settled orders. */
const statement = `
select count(*)::int as count,
       coalesce(extract(epoch from now() - min(expires_at)) * 1000, 0)::float8 as "oldestMs"
from (
  select expires_at from orders
  where status = 'pending' and expires_at <= now()
  order by expires_at
  limit ${maxCounted}
) overdue`;

/** Counts overdue orders from the index of pending orders, provided the table was analyzed after it was filled. */
export async function readOverdue(postgres: Postgres): Promise<Overdue> {
  const [row] = await postgres.query<Overdue>(statement);
  return row ?? { count: 0, oldestMs: 0 };
}
