import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Recheck } from '@order-countdown/shared/orders/recheck';
import type { Changes } from '@order-countdown/shared/redis/changes';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Lease } from '@order-countdown/shared/redis/lease';
import type { Shards } from '@order-countdown/shared/redis/shards';
import { reportOtherHistory, requestReconciliation } from '@order-countdown/shared/redis/reconciled';
import {
  followedKey,
  maxHoldMs,
  nextStep,
  readMark,
  type FollowMark,
  type Missed,
  type Step,
} from './follow-mark.ts';
import type { WorkMetrics } from './work-metrics.ts';

export interface FollowDependencies {
  ledger: Pick<Ledger, 'moment' | 'changedPage'>;
  recheck: Pick<Recheck, 'repair'>;
  changes: Pick<Changes, 'announceAgain'>;
  connection: Connection;
  shards: Pick<Shards, 'each' | 'marks'>;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'followed' | 'followedUpTo'>;
}

/** Short, so that another worker takes over in time if the one that follows dies. */
const leaseLifetimeMs = 2_000;

const pageSize = 1_000;

/**
 * Follows the ledger's events, one or two seconds behind, and repairs what Redis missed of them: a process can die, or
 * Redis fail, between a commit and its write to Redis. Sets alarms and countdown keys that are missing or wrong, removes
 * those of final orders, and announces the changes again to streams. One worker follows at a time.
 */
export async function follow(dependencies: FollowDependencies, signal: AbortSignal): Promise<void> {
  const { ledger, connection, shards, metrics } = dependencies;
  if (connection.status !== 'ready') return;
  const lease = await shards.marks.acquireLease('follow', leaseLifetimeMs);
  if (!lease) return;
  try {
    const mark = await readMark(shards.marks);
    const step = nextStep(mark, await ledger.moment());
    if (step.do === 'wait') return;
    const owedBefore = mark?.owed ?? {};
    const missed =
      step.do === 'check'
        ? await check(dependencies, { ...step, owed: owedBefore }, lease, signal)
        : missedBy(dependencies, step);
    if (signal.aborted) return;
    const owed = await requestReconciliations(shards, [owedBefore, missed]);
    await lease.write(followedKey, JSON.stringify({ ...step.next, owed } satisfies FollowMark));
    metrics.followedUpTo(step.next.after.at);
  } finally {
    await lease.release().catch(() => undefined);
  }
}

/** All shards. */
function missedBy(
  { shards, logger }: FollowDependencies,
  { missed }: Extract<Step, { do: 'skip' }>,
): FollowMark['owed'] {
  if (missed === null) return {};
  logger.warn(
    missed === 'gap'
      ? 'events were not followed for too long, reconciliation requested'
      : 'postgres went back to an older state, reconciliation requested',
  );
  return Object.fromEntries(shards.each.map((_, place) => [place, missed]));
}

/** @returns what is still owed: to shards that can't be asked */
async function requestReconciliations(
  shards: FollowDependencies['shards'],
  owed: readonly FollowMark['owed'][],
): Promise<FollowMark['owed']> {
  const left: Record<string, Missed> = {};
  // A restore, which asks for more, replaces a gap.
  const sorted = owed.flatMap(Object.entries).toSorted(([, one], [, other]) => one.localeCompare(other));
  await Promise.all(
    Object.entries(Object.fromEntries(sorted)).map(async ([place, missed]) => {
      const ofShard = shards.each.slice(Number(place), Number(place) + 1);
      const request = missed === 'gap' ? requestReconciliation : reportOtherHistory;
      await request(ofShard).catch(() => (left[place] = missed));
    }),
  );
  return left;
}

/**
 * @returns what shards have missed that failed for too long. Those that are owed a reconciliation already may fail
 * @throws what another shard threw, once all others are repaired: so the mark waits for it. It is all that is left of what that
 *   shard missed, should this worker die
 */
async function check(
  dependencies: FollowDependencies,
  { range, next, owed }: Extract<Step, { do: 'check' }> & Pick<FollowMark, 'owed'>,
  lease: Lease,
  signal: AbortSignal,
): Promise<FollowMark['owed']> {
  const { ledger, recheck, changes, logger, metrics } = dependencies;
  let alarms = 0;
  let countdowns = 0;
  const failures = new Map<number, unknown>();
  for (let cursor = null; !signal.aborted;) {
    const askedAtMs = performance.now();
    const { orders, next: nextCursor } = await ledger.changedPage(range, cursor, pageSize);
    await changes.announceAgain(orders.map(({ id }) => id));
    const repaired = await recheck.repair(orders, askedAtMs);
    for (const [place, error] of repaired.failures) failures.set(place, error);
    metrics.followed(orders.length, repaired);
    alarms += repaired.alarms;
    countdowns += repaired.countdowns;
    if (!nextCursor) break;
    cursor = nextCursor;
    await lease.renew();
  }
  if (alarms + countdowns > 0) logger.warn({ alarms, countdowns }, 'repaired missed alarms and countdowns');
  const failed = [...failures].filter(([place]) => !(place in owed));
  if (failed[0] && next.upTo.at.getTime() - range.after.at.getTime() < maxHoldMs) throw failed[0][1];
  if (failed[0])
    logger.warn(
      { shards: failed.length },
      'shards of alarms failed for too long, their reconciliation requested',
    );
  return Object.fromEntries(failed.map(([place]) => [place, 'gap' as const]));
}
