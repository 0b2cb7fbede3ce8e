import { makePartitions } from '@order-countdown/shared/ledger/partitions';
import { openPostgres } from './postgres.ts';

/**
 * Makes partitions of more than the first months. A ledger that was just migrated may have one of each table, with which
 * Postgres runs statements in another way than with several.
 */
export async function makeSeveralPartitions(databaseUrl: string): Promise<void> {
  const postgres = openPostgres(databaseUrl);
  await makePartitions(postgres, 62);
  await postgres.close();
}
