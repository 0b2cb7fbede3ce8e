import type { Postgres } from '../platform/postgres.ts';

/** Pending orders whose deadline has passed: what the worker still has to cancel. */
export interface Overdue {
  /** Counted up to {@link maxCounted}. */
  count: number;
  /** How long the deadline of the oldest one has passed; 0 where there is none. */
  oldestMs: number;
}

/** Enough to see that there are far too many, and a few milliseconds' work. */
export const maxCounted = 10_000;

/* Sorted, so that the plan is the index: a limit alone could have a table of settled orders searched. */
const statement = `
select count(*)::int as count,
       coalesce(extract(epoch from now() - min(expires_at)) * 1000, 0)::float8 as "oldestMs"
from (
  select expires_at from orders
  where status = 'pending' and expires_at <= now()
  order by expires_at
  limit ${maxCounted}
) overdue`;

/**
 * Reads the index of pending orders alone, and no more of it than is counted, as long as the table has been
 * analyzed since it was filled.
 */
export async function readOverdue(postgres: Postgres): Promise<Overdue> {
  const [row] = await postgres.query<Overdue>(statement);
  return row ?? { count: 0, oldestMs: 0 };
}
