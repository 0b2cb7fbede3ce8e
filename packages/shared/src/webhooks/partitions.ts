import type { Postgres } from '../platform/postgres.ts';
import { historyDays } from './give-up.ts';

/**
 * The partitions of the deliveries, a month each. The servers' role owns no table, so functions of the owner make and drop them:
 * see the migration that partitioned the deliveries.
 */

/** Months that begin within this time have their partitions, so that a worker may be gone for weeks. */
export const daysAhead = 31;

/** Makes the partitions that are missing. Of several workers one does. @returns how many */
export async function makePartitions(postgres: Postgres): Promise<number> {
  const statement = 'select make_delivery_partitions($1) as made';
  const [row] = await postgres.query<{ made: number }>(statement, [daysAhead]);
  return row?.made ?? 0;
}

/** Drops the partitions of the months that the history has outlived, once they are empty. @returns how many */
export async function dropPartitions(postgres: Postgres): Promise<number> {
  const statement = 'select drop_delivery_partitions($1) as dropped';
  const [row] = await postgres.query<{ dropped: number }>(statement, [historyDays + 1]);
  return row?.dropped ?? 0;
}

/** @returns for how many more milliseconds there are partitions; 0 or less: nothing can be delivered */
export async function readPartitionsLeft(postgres: Postgres): Promise<number> {
  const [row] = await postgres.query<{ leftMs: number | null }>(
    `select extract(epoch from partitioned_until('webhook_deliveries') - now())::float8 * 1000 as "leftMs"`,
  );
  return row?.leftMs ?? 0;
}
