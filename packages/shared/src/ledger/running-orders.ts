import type { Postgres } from '../platform/postgres.ts';

/** Pending orders before their deadline, by when that is. */
export interface RunningOrders {
  /** The database's clock. */
  at: Date;
  count: number;
  /** By the minute of the deadline: what is left of this one, and those that follow. */
  duePerMinute: { minute: Date; due: number }[];
}

const minutes = 60;

/* Each minute is a range of the index of pending orders, and so is what comes after the last one: each order is counted once. */
const statement = `
select now() as at, minute, due
from (
  select date_trunc('minute', now()) + number * interval '1 minute' as minute, number
  from generate_series(0, ${minutes}) as number
) as range, lateral (
  select count(*) as due from orders
  where status = 'pending' and expires_at > greatest(now(), minute - interval '1 millisecond')
    and expires_at < case when number = ${minutes} then 'infinity' else minute + interval '1 minute' end
) as counted
order by number`;

/** Counts the pending orders of each of the next 60 minutes, and all of them. */
export async function readRunningOrders(postgres: Postgres): Promise<RunningOrders> {
  const rows = await postgres.query<{ at: Date; minute: Date; due: number }>(statement);
  return {
    at: rows[0]?.at ?? new Date(0),
    count: rows.reduce((sum, { due }) => sum + due, 0),
    duePerMinute: rows.slice(0, minutes).map(({ minute, due }) => ({ minute, due })),
  };
}
