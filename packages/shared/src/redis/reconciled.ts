import { randomUUID } from 'node:crypto';
import type { Redis } from './connection.ts';

/**
 * The protocol around the key `reconciled`, which says whether Redis agrees with the ledger.
 *
 * - Value = run id of the Redis server: every pending order had its alarm and countdown key when that was
 *   written, and no process has reported a missed write since. A restarted or replaced server has another run id.
 * - Value = `running <uuid>`: a worker is reconciling. It renews its claim; a claim that lapses belonged to a
 *   process that is gone.
 * - No key: Redis lost its data, or a process reported a missed write. The next worker reconciles.
 */
export const reconciledKey = 'reconciled';

const claimPrefix = 'running ';
const claimLifetimeMs = 30_000;

/** Confirms only a claim that is still ours: a missed write that was reported meanwhile has deleted it. */
const confirmOwnClaim = `
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[2])
  return 1`;

/** One worker's exclusive right to reconcile. */
export interface ReconciliationClaim {
  /** Call it more often than every 30 s. */
  renew(): Promise<void>;
  /** Redis agrees with the ledger, unless a missed write was reported since the claim. */
  confirm(): Promise<void>;
  /** Gives the claim back unfinished. */
  release(): Promise<void>;
}

/** @returns null: Redis is known to agree, or another worker is reconciling */
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

/** Asks for a reconciliation. */
export async function requestReconciliation(redis: Redis): Promise<void> {
  await redis.del(reconciledKey);
}

/**
 * For whoever missed a write: asks for a reconciliation now, or as soon as Redis is connected again.
 *
 * @returns reports a missed write; call it as often as you like
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

/** Changes with every restart of the server, and on failover. */
async function readRunId(redis: Redis): Promise<string> {
  const runId = /^run_id:(\S+)/m.exec(await redis.info('server'))?.[1];
  if (!runId) throw new Error('redis did not tell its run_id');
  return runId;
}
