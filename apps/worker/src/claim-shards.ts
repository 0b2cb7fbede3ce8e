import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { AlarmLayout, AlarmShard } from '@order-countdown/shared/redis/layout';
import { claimReconciliation, type ReconciliationClaim } from '@order-countdown/shared/redis/reconciled';

/** The shards that one worker reconciles together, so that it reads the ledger once for all. */
export interface ClaimedShards {
  /** Their places in the layout. */
  indexes: readonly number[];
  shards: readonly AlarmShard[];
  /** Those that may hold what another history of the ledger has written. */
  ofOtherHistory: readonly AlarmShard[];
  /** Whether it is an order of these shards. */
  has(orderId: string): boolean;
  /** See `ReconciliationClaim`. */
  renew(): Promise<void>;
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Claims all shards that may not agree with the ledger. In a cluster, those whose master does not answer are left for later.
 *
 * @returns null if there are none
 * @throws if no shard can be asked
 */
export async function claimShards(
  redis: Redis,
  epoch: string,
  layout: AlarmLayout,
  logger: Logger,
): Promise<ClaimedShards | null> {
  const asked = await Promise.allSettled(
    layout.shards.map((shard) => claimReconciliation(redis, epoch, shard)),
  );
  const failed = asked.filter((result) => result.status === 'rejected');
  if (failed[0] && failed.length === asked.length) throw failed[0].reason;
  if (failed[0])
    logger.debug({ err: failed[0].reason, shards: failed.length }, 'some shards of alarms do not answer');
  const claims = new Map<number, ReconciliationClaim>();
  asked.forEach((result, index) => {
    if (result.status === 'fulfilled' && result.value) claims.set(index, result.value);
  });
  if (claims.size === 0) return null;

  const ofEach = async (act: (claim: ReconciliationClaim) => Promise<void>): Promise<void> => {
    await Promise.all([...claims.values()].map(act));
  };
  const indexes = [...claims.keys()];
  const shards = indexes.map((index) => layout.shards[index]!);
  return {
    indexes,
    shards,
    ofOtherHistory: shards.filter((_, place) => claims.get(indexes[place]!)?.isOtherHistory),
    has: (orderId) => claims.has(layout.indexOf(orderId)),
    renew: () => ofEach((claim) => claim.renew()),
    confirm: () => ofEach((claim) => claim.confirm()),
    release: () => ofEach((claim) => claim.release().catch(() => undefined)),
  };
}
