import type { Marks } from './marks.ts';
import type { Shard } from './shards.ts';

/**
 * The key `reconciled` says whether Redis agrees with the ledger. This module owns its protocol. The value is the run id
 * of a Redis server and an epoch of the ledger:
 *
 * - Those of today: a reconciliation of all pending orders finished with both. Writes that were missed since are
 *   repaired by following the ledger's events.
 * - Another run id: Redis was restarted or replaced, and may have older data; or a reconciliation was requested.
 * - Another epoch, or none: the ledger was restored or promoted, and may have older data. Redis may know what never
 *   happened.
 * - The key does not exist: Redis lost its data.
 *
 * In all cases but the first, the next worker reconciles. Each shard has a key of its own, since in a cluster each may be on
 * another server.
 */
export const reconciledKey = 'reconciled';

const leaseLifetimeMs = 30_000;

/** They stand in place of a run id. An operator may write the second one. */
const requested = 'requested';
const restored = 'restored';

/** One worker's claim to be the only one that reconciles a shard. */
export interface ReconciliationClaim {
  /** Redis may hold what another history of the ledger has written. */
  isOtherHistory: boolean;
  /** Call at least every 30 s, or the claim expires. @throws LeaseLost if it has expired, or Redis lost its data */
  renew(): Promise<void>;
  /** Records that Redis agrees with the ledger. @throws LeaseLost as above: some writes may be lost */
  confirm(): Promise<void>;
  /** Gives up the claim, so that another worker can start. */
  release(): Promise<void>;
}

/**
 * @param marks of a shard
 * @param epoch of the ledger, as read before this call
 * @returns null if Redis is known to agree, or another worker is reconciling
 */
export async function claimReconciliation(marks: Marks, epoch: string): Promise<ReconciliationClaim | null> {
  const agreed = `${await marks.run()} ${epoch}`;
  if ((await marks.get(reconciledKey)) === agreed) return null;
  const lease = await marks.acquireLease('reconcile', leaseLifetimeMs);
  if (!lease) return null;
  // Another worker may have finished between the two commands.
  const mark = await marks.get(reconciledKey);
  if (mark === agreed) {
    await lease.release();
    return null;
  }
  return {
    isOtherHistory: mark !== null && epochOf(mark) !== epoch,
    renew: () => lease.renew(),
    // If either store was replaced meanwhile, it has another name by now, so the next worker reconciles again.
    confirm: () => lease.write(reconciledKey, agreed),
    release: () => lease.release(),
  };
}

/** Makes the next worker reconcile, unless a reconciliation is in progress. */
export async function requestReconciliation(shards: readonly Pick<Shard, 'marks'>[]): Promise<void> {
  await Promise.all(
    shards.map(async ({ marks }) => {
      const mark = await marks.get(reconciledKey);
      if (mark !== null) await marks.replace(reconciledKey, `${requested} ${epochOf(mark)}`);
    }),
  );
}

/** The same, after the ledger went back to an older state in the same epoch. */
export async function reportOtherHistory(shards: readonly Pick<Shard, 'marks'>[]): Promise<void> {
  await Promise.all(shards.map(({ marks }) => marks.set(reconciledKey, restored)));
}

const epochOf = (mark: string) => mark.split(' ')[1] ?? '';
