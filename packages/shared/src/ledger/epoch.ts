import { LedgerUnavailable } from '../platform/errors.ts';
import type { Postgres } from '../platform/postgres.ts';

/**
 * SQL: the ledger's epoch, which names one history of events. Whatever was learned from the ledger in another epoch may
 * never have happened in this one.
 *
 * It is new after Postgres was restored to a point in time or a standby was promoted, since both begin a timeline; and
 * after a dump was loaded into another cluster or database. A restart leaves it as it is. Any role may read it. Null
 * while the server is in recovery: it may still replay more of an older history.
 *
 * A copy of the data directory has the same epoch. What notices that one is older: see `nextStep` in
 * apps/worker/src/follow-mark.ts.
 */
export const ledgerEpoch = `case when not pg_is_in_recovery() then concat_ws('-',
  (select system_identifier from pg_control_system()),
  left(pg_walfile_name(pg_current_wal_lsn()), 8),
  (select oid from pg_database where datname = current_database())) end`;

/**
 * SQL: names the database and the cluster of data in which the numbers of transactions mean something. Unlike the epoch,
 * it stays the same after a restore to a point in time and a promotion: both go on with the numbers of their history.
 */
export const ledgerCluster = `concat_ws('-', (select system_identifier from pg_control_system()),
  (select oid from pg_database where datname = current_database()))`;

/** @throws LedgerUnavailable also while the server is in recovery */
export async function readEpoch(postgres: Postgres): Promise<string> {
  const [row] = await postgres.query<{ epoch: string | null }>(`select ${ledgerEpoch} as epoch`);
  return requireEpoch(row?.epoch);
}

/** @throws LedgerUnavailable if there is none */
export function requireEpoch(epoch: string | null | undefined): string {
  if (!epoch) throw new LedgerUnavailable(new Error('the server is in recovery'));
  return epoch;
}
