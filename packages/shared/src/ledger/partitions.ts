import type { Postgres } from '../platform/postgres.ts';

/**
 * The partitions of the tables that grow without end, a month each: orders, events and payments by the time that the order's id
 * begins with, webhook deliveries by when they were made. The servers' role owns no table, so a function of the owner makes
 * them: see the migration that partitioned the orders.
 */

/** Months that begin within this time have their partitions, so that a worker may be gone for weeks. */
export const daysAhead = 31;

/** Makes the partitions of all tables that are missing. Of several workers one does. @returns how many */
export async function makePartitions(postgres: Postgres, days = daysAhead): Promise<number> {
  const [row] = await postgres.query<{ made: number }>('select make_partitions($1) as made', [days]);
  return row?.made ?? 0;
}

/* A table without any counts. */
const leftStatement = `
select extract(epoch from min(coalesce(partitioned_until(name), now())) - now())::float8 * 1000 as "leftMs"
from unnest('{orders, order_events, payments, webhook_deliveries}'::regclass[]) as partitioned(name)`;

/** @returns for how many more milliseconds every table has partitions; 0 or less: one has none, and what belongs there is refused */
export async function readPartitionsLeft(postgres: Postgres): Promise<number> {
  const [row] = await postgres.query<{ leftMs: number | null }>(leftStatement);
  return row?.leftMs ?? 0;
}
