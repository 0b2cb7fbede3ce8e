import { randomUUID } from 'node:crypto';
import type { Redis } from './connection.ts';

/**
 * The key `reconciled` says whether Redis agrees with the ledger. This module owns its protocol:
 *
 * - The value is the run id of the Redis server: every pending order had its alarm and countdown key when it was
 *   written, and no process has reported a missed write since. A restarted or replaced server has another run id.
 * - The value is `running <uuid>`: a worker is reconciling, and renews its claim. The claim of a dead worker expires.
 * - The key does not exist: Redis lost its data, or a process reported a missed write. The next worker reconciles.
 */
export const reconciledKey = 'reconciled';

const claimPrefix = 'running ';
const claimLifetimeMs = 30_000;

/** Confirms the claim only if it is still ours: a reported missed write deletes our claim. */
const confirmOwnClaim = `
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[2])
  return 1`;

/** One worker's claim to be the only one that reconciles. */
export interface ReconciliationClaim {
  /** Call at least every 30 s, or the claim expires. */
  renew(): Promise<void>;
  /** Records that Redis agrees with the ledger, unless a missed write was reported since the claim was taken. */
  confirm(): Promise<void>;
  /** Gives up the claim, so that another worker can start. */
  release(): Promise<void>;
}

/** @returns null if Redis is known to agree, or another worker is reconciling */
export async function claimReconciliation(redis: Redis): Promise<ReconciliationClaim | null> {
  const runId = await readRunId(redis);
  const value = await redis.get(reconciledKey);
  if (value === runId || value?.startsWith(claimPrefix)) return null;
  if (value !== null) await redis.del(reconciledKey);
  const claim = claimPrefix + randomUUID();
  const isClaimed = await redis.set(reconciledKey, claim, 'PX', claimLifetimeMs, 'NX');
  if (!isClaimed) return null;
  return {
    async renew() {
      await redis.pexpire(reconciledKey, claimLifetimeMs);
    },
    async confirm() {
      await redis.eval(confirmOwnClaim, 1, reconciledKey, claim, runId);
    },
    async release() {
      await redis.del(reconciledKey);
    },
  };
}

/** Makes the next worker reconcile. */
export async function requestReconciliation(redis: Redis): Promise<void> {
  await redis.del(reconciledKey);
}

/**
 * Creates a function that reports a missed write. It requests a reconciliation now or, if that fails, when Redis is
 * connected again.
 */
export function createMissReporter(redis: Redis): () => void {
  let reported = 0;
  let delivered = 0;

  function send(): void {
    const upTo = reported;
    if (delivered === upTo) return;
    requestReconciliation(redis).then(
      () => (delivered = Math.max(delivered, upTo)),
      () => undefined,
    );
  }

  redis.on('ready', send);
  return () => {
    reported += 1;
    send();
  };
}

/** The run id changes with every restart of the server, and on failover. */
async function readRunId(redis: Redis): Promise<string> {
  const runId = /^run_id:(\S+)/m.exec(await redis.info('server'))?.[1];
  if (!runId) throw new Error('the INFO reply of redis has no run_id');
  return runId;
}
