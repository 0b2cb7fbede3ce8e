import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Order } from '@order-countdown/shared/order/order';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { Countdown } from '@order-countdown/shared/redis/countdown';
import { claimReconciliation, type ReconciliationClaim } from '@order-countdown/shared/redis/reconciled';
import type { WorkMetrics } from './work-metrics.ts';

export interface ReconcileDependencies {
  ledger: Pick<Ledger, 'pendingPage' | 'settledAmong'>;
  alarm: Pick<Alarm, 'dueTimes' | 'rearm' | 'disarm' | 'pages'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  redis: Redis;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'reconciliationEnded' | 'alarmsReconciled'>;
}

const pageSize = 1_000;

/** An alarm further than this from its order's deadline is set again. A smaller difference is latency or clock skew. */
const dueToleranceMs = 1_000;

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
      await claim.release();
      logger.info({ set, removed }, 'stopped reconciling, left to another worker');
      return;
    }
    await claim.confirm();
    const durationMs = Math.round(performance.now() - startedAt);
    logger.info({ set, removed, durationMs }, 'reconciled redis with the ledger');
    metrics.reconciliationEnded('success', durationMs);
  } catch (error) {
    metrics.reconciliationEnded('failure', performance.now() - startedAt);
    // So that the next run need not wait until the claim expires.
    await claim.release().catch(() => undefined);
    throw error;
  }
}

/** @returns the number of alarms that were missing or wrong */
async function setMissing(
  dependencies: ReconcileDependencies,
  claim: ReconciliationClaim,
  signal: AbortSignal,
): Promise<number> {
  const { ledger, alarm, countdown, metrics } = dependencies;
  let count = 0;
  let page = await ledger.pendingPage(null, pageSize);
  for (let last = page.at(-1); last && !signal.aborted; last = page.at(-1)) {
    await countdown.set(page);
    const wrong = await withWrongAlarm(alarm, page);
    if (wrong.length > 0) await alarm.rearm(wrong);
    count += wrong.length;
    metrics.alarmsReconciled('set', wrong.length);
    await claim.renew();
    page = await ledger.pendingPage(last, pageSize);
  }
  return count;
}

async function withWrongAlarm(alarm: Pick<Alarm, 'dueTimes'>, orders: readonly Order[]): Promise<Order[]> {
  const now = Date.now();
  const dueTimes = await alarm.dueTimes(orders.map(({ id }) => id));
  return orders.filter(({ remainingMs }, index) => {
    const due = dueTimes[index];
    return due === null || due === undefined || Math.abs(due - (now + remainingMs)) > dueToleranceMs;
  });
}

/**
 * Looks for alarms only: a countdown key that was written after its order was settled came with an alarm.
 *
 * @returns the number of alarms that belonged to no pending order
 */
async function removeSettled(
  dependencies: ReconcileDependencies,
  claim: ReconciliationClaim,
  signal: AbortSignal,
): Promise<number> {
  const { ledger, alarm, countdown, metrics } = dependencies;
  let count = 0;
  for await (const ids of alarm.pages(pageSize)) {
    if (signal.aborted) break;
    // A job that was added by hand may have any id. Leave it alone.
    const orderIds = ids.filter(isOrderId);
    if (orderIds.length === 0) continue;
    const settled = await ledger.settledAmong(orderIds);
    await Promise.all([alarm.disarm(settled.map(({ id }) => id)), countdown.clear(settled)]);
    count += settled.length;
    metrics.alarmsReconciled('removed', settled.length);
    await claim.renew();
  }
  return count;
}
