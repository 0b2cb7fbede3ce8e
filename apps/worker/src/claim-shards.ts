import type { Logger } from '@order-countdown/shared/platform/logger';
import { claimReconciliation, type ReconciliationClaim } from '@order-countdown/shared/redis/reconciled';
import type { Shards } from '@order-countdown/shared/redis/shards';

/** The shards that one worker reconciles together, so that it reads the ledger once for all. */
export interface ClaimedShards {
  /** Among all shards. */
  places: readonly number[];
  /** The places of those that may hold what another history of the ledger has written. */
  ofOtherHistory: readonly number[];
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
  shards: Pick<Shards, 'each' | 'indexOf'>,
  epoch: string,
  logger: Logger,
): Promise<ClaimedShards | null> {
  const asked = await Promise.allSettled(shards.each.map(({ marks }) => claimReconciliation(marks, epoch)));
  const failed = asked.filter((result) => result.status === 'rejected');
  if (failed[0] && failed.length === asked.length) throw failed[0].reason;
  if (failed[0])
    logger.debug({ err: failed[0].reason, shards: failed.length }, 'some shards of alarms do not answer');
  const claims = new Map<number, ReconciliationClaim>();
  asked.forEach((result, place) => {
    if (result.status === 'fulfilled' && result.value) claims.set(place, result.value);
  });
  if (claims.size === 0) return null;

  const ofEach = async (act: (claim: ReconciliationClaim) => Promise<void>): Promise<void> => {
    await Promise.all([...claims.values()].map(act));
  };
  const places = [...claims.keys()];
  return {
    places,
    ofOtherHistory: places.filter((place) => claims.get(place)?.isOtherHistory),
    has: (orderId) => claims.has(shards.indexOf(orderId)),
    renew: () => ofEach((claim) => claim.renew()),
    confirm: () => ofEach((claim) => claim.confirm()),
    release: () => ofEach((claim) => claim.release().catch(() => undefined)),
  };
}
