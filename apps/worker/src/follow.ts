import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Recheck } from '@order-countdown/shared/orders/recheck';
import type { Changes } from '@order-countdown/shared/redis/changes';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Lease } from '@order-countdown/shared/redis/lease';
import type { Shards } from '@order-countdown/shared/redis/shards';
import { reportOtherHistory, requestReconciliation } from '@order-countdown/shared/redis/reconciled';
import { followedKey, nextStep, readMark, type Step } from './follow-mark.ts';
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
  const { ledger, connection, shards, logger, metrics } = dependencies;
  if (connection.status !== 'ready') return;
  const lease = await shards.marks.acquireLease('follow', leaseLifetimeMs);
  if (!lease) return;
  try {
    const step = nextStep(await readMark(shards.marks), await ledger.moment());
    if (step.do === 'wait') return;
    if (step.do === 'check') await check(dependencies, step, lease, signal);
    if (signal.aborted) return;
    if (step.do === 'skip' && step.missed === 'gap') {
      logger.warn('events were not followed for too long, reconciliation requested');
      await requestReconciliation(shards.each);
    }
    if (step.do === 'skip' && step.missed === 'restore') {
      logger.warn('postgres went back to an older state, reconciliation requested');
      await reportOtherHistory(shards.each);
    }
    await lease.write(followedKey, JSON.stringify(step.next));
    metrics.followedUpTo(step.next.after.at);
  } finally {
    await lease.release().catch(() => undefined);
  }
}

async function check(
  dependencies: FollowDependencies,
  { range }: Extract<Step, { do: 'check' }>,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const { ledger, recheck, changes, logger, metrics } = dependencies;
  let alarms = 0;
  let countdowns = 0;
  const failures: unknown[] = [];
  for (let cursor = null; !signal.aborted;) {
    const askedAtMs = performance.now();
    const { orders, next } = await ledger.changedPage(range, cursor, pageSize);
    await changes.announceAgain(orders.map(({ id }) => id));
    const repaired = await recheck.repair(orders, askedAtMs).catch((error: unknown) => {
      failures.push(error);
      return { alarms: 0, countdowns: 0 };
    });
    metrics.followed(orders.length, repaired);
    alarms += repaired.alarms;
    countdowns += repaired.countdowns;
    if (!next) break;
    cursor = next;
    await lease.renew();
  }
  if (alarms + countdowns > 0) logger.warn({ alarms, countdowns }, 'repaired missed alarms and countdowns');
  // The mark waits for the shard that failed: it is all that is left of what that shard missed, should this worker die.
  if (failures.length > 0) throw failures[0];
}
