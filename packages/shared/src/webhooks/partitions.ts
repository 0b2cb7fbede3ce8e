import type { Postgres } from '../platform/postgres.ts';
import { historyDays } from './give-up.ts';

/**
 * Drops the partitions of deliveries for the months that the history has outlived, once they are empty. The servers' role owns
 * no table, so a function of the owner does: see the migration that partitioned the deliveries.
 *
 * @returns how many
 */
export async function dropPartitions(postgres: Postgres): Promise<number> {
  const statement = 'select drop_delivery_partitions($1) as dropped';
  const [row] = await postgres.query<{ dropped: number }>(statement, [historyDays + 1]);
  return row?.dropped ?? 0;
}
