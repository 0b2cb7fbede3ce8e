import type { Redis } from './connection.ts';
import { acquireLease } from './lease.ts';

/**
 * The key `reconciled` says whether Redis agrees with the ledger. This module owns its protocol:
 *
 * - The value is the run id of the Redis server: a reconciliation of all pending orders finished on that server. Writes
 *   that were missed since are repaired by following the ledger's events.
 * - The value is another run id: the server was restarted or replaced, and may have older data.
 * - The key does not exist: Redis lost its data, or a reconciliation was requested.
 *
 * In the last two cases the next worker reconciles.
 */
export const reconciledKey = 'reconciled';

const leaseLifetimeMs = 30_000;

/** One worker's claim to be the only one that reconciles. */
export interface ReconciliationClaim {
  /** Call at least every 30 s, or the claim expires. @throws LeaseLost if it has expired, or Redis lost its data */
  renew(): Promise<void>;
  /** Records that Redis agrees with the ledger. @throws LeaseLost as above: some writes may be lost */
  confirm(): Promise<void>;
  /** Gives up the claim, so that another worker can start. */
  release(): Promise<void>;
}

/** @returns null if Redis is known to agree, or another worker is reconciling */
export async function claimReconciliation(redis: Redis): Promise<ReconciliationClaim | null> {
  const runId = await readRunId(redis);
  if ((await redis.get(reconciledKey)) === runId) return null;
  const lease = await acquireLease(redis, 'reconcile', leaseLifetimeMs);
  if (!lease) return null;
  // Another worker may have finished between the two commands.
  if ((await redis.get(reconciledKey)) === runId) {
    await lease.release();
    return null;
  }
  return {
    renew: () => lease.renew(),
    // If the server was restarted meanwhile, its run id differs from this one, so the next worker reconciles again.
    confirm: () => lease.write(reconciledKey, runId),
    release: () => lease.release(),
  };
}

/** Makes the next worker reconcile, unless a reconciliation is in progress. */
export async function requestReconciliation(redis: Redis): Promise<void> {
  await redis.del(reconciledKey);
}

/** The run id changes with every restart of the server, and on failover. */
async function readRunId(redis: Redis): Promise<string> {
  const runId = /^run_id:(\S+)/m.exec(await redis.info('server'))?.[1];
  if (!runId) throw new Error('the INFO reply of redis has no run_id');
  return runId;
}
