import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { Countdown } from '@order-countdown/shared/redis/countdown';
import { claimReconciliation, type ReconciliationClaim } from '@order-countdown/shared/redis/reconciled';
import { inLanes } from './lanes.ts';
import type { WorkMetrics } from './work-metrics.ts';

export interface ReconcileDependencies {
  ledger: Pick<Ledger, 'pendingPage' | 'settledAmong'>;
  alarm: Pick<Alarm, 'ensure' | 'disarm' | 'pages'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  redis: Redis;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'reconciliationEnded' | 'alarmsReconciled'>;
}

const pageSize = 500;

/** While Redis writes one page, the worker prepares the next. */
const lanes = 2;

/**
 * Makes Redis agree with the ledger, unless it is known to agree: sets the alarm and the countdown key of every
 * pending order, and removes those of settled orders. One worker reconciles at a time. If it is stopped, another
 * one starts over.
 */
export async function reconcile(dependencies: ReconcileDependencies, signal: AbortSignal): Promise<void> {
  const { redis, logger, metrics } = dependencies;
  // The connection has logged the outage already.
  if (redis.status !== 'ready') return;
  const claim = await claimReconciliation(redis);
  if (!claim) return;

  const startedAt = performance.now();
  logger.info('reconciling redis with the ledger');
  try {
    const set = await setMissing(dependencies, claim, signal);
    const removed = await removeSettled(dependencies, claim, signal);
    if (signal.aborted) {
      logger.info({ set, removed }, 'stopped reconciling, left to another worker');
      return;
    }
    await claim.confirm();
    const durationMs = Math.round(performance.now() - startedAt);
    logger.info({ set, removed, durationMs }, 'reconciled redis with the ledger');
    metrics.reconciliationEnded('success', durationMs);
  } catch (error) {
    metrics.reconciliationEnded('failure', performance.now() - startedAt);
    throw error;
  } finally {
    // So that the next run need not wait until the claim expires.
    await claim.release().catch(() => undefined);
  }
}

/** @returns the number of alarms that were missing or wrong */
async function setMissing(
  { ledger, alarm, countdown, metrics }: ReconcileDependencies,
  claim: ReconciliationClaim,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  await inLanes(lanes, pendingPages(ledger), signal, async (page) => {
    const [wrong] = await Promise.all([alarm.ensure(page), countdown.set(page)]);
    count += wrong;
    metrics.alarmsReconciled('set', wrong);
    await claim.renew();
  });
  return count;
}

async function* pendingPages(ledger: Pick<Ledger, 'pendingPage'>) {
  let page = await ledger.pendingPage(null, pageSize);
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page;
    page = await ledger.pendingPage(last, pageSize);
  }
}

/**
 * Runs last: an order may be settled between the read and the write of its page, and then its alarm is removed here.
 * Looks for alarms only: a countdown key that was written after its order was settled came with an alarm.
 *
 * @returns the number of alarms that belonged to no pending order
 */
async function removeSettled(
  { ledger, alarm, countdown, metrics }: ReconcileDependencies,
  claim: ReconciliationClaim,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  await inLanes(lanes, alarm.pages(pageSize), signal, async (ids) => {
    // A job that was added by hand may have any id. Leave it alone.
    const settled = await ledger.settledAmong(ids.filter(isOrderId));
    if (settled.length > 0) {
      await Promise.all([alarm.disarm(settled.map(({ id }) => id)), countdown.clear(settled)]);
      count += settled.length;
      metrics.alarmsReconciled('removed', settled.length);
    }
    await claim.renew();
  });
  return count;
}
