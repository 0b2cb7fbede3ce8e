import { randomUUID } from 'node:crypto';
import type { Alarm } from '@order-countdown/shared/alarm';
import type { Countdown } from '@order-countdown/shared/countdown';
import type { Ledger } from '@order-countdown/shared/ledger';
import type { Logger } from '@order-countdown/shared/logger';
import type { WorkMetrics } from '@order-countdown/shared/metrics/work';
import { isOrderId } from '@order-countdown/shared/order-id';
import type { Order } from '@order-countdown/shared/order';
import { reconciledKey } from '@order-countdown/shared/projection';
import type { Redis } from '@order-countdown/shared/redis';

export interface ReconcileDependencies {
  ledger: Pick<Ledger, 'pendingPage' | 'settledAmong'>;
  alarm: Pick<Alarm, 'dueTimes' | 'rearm' | 'disarm' | 'pages'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  redis: Redis;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'reconciliationEnded' | 'alarmsReconciled'>;
}

const pageSize = 1_000;

/** An alarm this far from its order's deadline is set anew. Less is latency, and clocks that differ a little. */
const dueToleranceMs = 1_000;

/** Followed by who is running. */
const running = 'running ';

/** Somebody's word that a write was missed deletes the claim; then there is nothing of ours to confirm. */
const confirmOwnClaim = `
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[2])
  return 1`;

/** Renewed with each page. When it lapses, the process that was reconciling is gone and another begins. */
const claimMs = 30_000;

/**
 * Makes Redis agree with the ledger, if it is not known to: every pending order gets its alarm and
 * its countdown key, and those of settled orders go.
 *
 * The key holds the id of the Redis server's run in which it was written. So it is missing or wrong
 * when Redis has lost its data, was restarted or replaced, or when a process that missed a write has
 * deleted it. If that happens during a run there is no key to confirm at its end, and the next call
 * runs again.
 */
export async function reconcile(dependencies: ReconcileDependencies): Promise<void> {
  const { redis, logger, metrics } = dependencies;
  const runId = await readRunId(redis);
  const reconciled = await redis.get(reconciledKey);
  if (reconciled === runId || reconciled?.startsWith(running)) return;
  if (reconciled !== null) await redis.del(reconciledKey);
  const claim = running + randomUUID();
  const isClaimed = await redis.set(reconciledKey, claim, 'PX', claimMs, 'NX');
  if (!isClaimed) return;

  const startedAt = performance.now();
  logger.info('reconciling redis with the ledger');
  try {
    const set = await setMissing(dependencies);
    const removed = await removeSettled(dependencies);
    await redis.eval(confirmOwnClaim, 1, reconciledKey, claim, runId);
    const durationMs = Math.round(performance.now() - startedAt);
    logger.info({ set, removed, durationMs }, 'reconciled redis with the ledger');
    metrics.reconciliationEnded('success', durationMs);
  } catch (error) {
    metrics.reconciliationEnded('failure', performance.now() - startedAt);
    // Gives the claim back, so that the next call need not wait for it to lapse.
    await redis.del(reconciledKey).catch(() => undefined);
    throw error;
  }
}

/** Another id: another process, which may know less than the one before. */
async function readRunId(redis: Redis): Promise<string> {
  const runId = /^run_id:(\S+)/m.exec(await redis.info('server'))?.[1];
  if (!runId) throw new Error('redis did not tell its run_id');
  return runId;
}

/** @returns how many alarms were missing or wrong */
async function setMissing(dependencies: ReconcileDependencies): Promise<number> {
  const { ledger, alarm, countdown, redis, metrics } = dependencies;
  let count = 0;
  let page = await ledger.pendingPage(null, pageSize);
  for (let last = page.at(-1); last; last = page.at(-1)) {
    await countdown.set(page);
    const wrong = await withWrongAlarm(alarm, page);
    if (wrong.length > 0) await alarm.rearm(wrong);
    count += wrong.length;
    metrics.alarmsReconciled('set', wrong.length);
    await redis.pexpire(reconciledKey, claimMs);
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
 * A key that was written too late goes with its alarm, which was written with it.
 *
 * @returns how many alarms belonged to no pending order
 */
async function removeSettled(dependencies: ReconcileDependencies): Promise<number> {
  const { ledger, alarm, countdown, redis, metrics } = dependencies;
  let count = 0;
  for await (const ids of alarm.pages(pageSize)) {
    // A job that somebody added by hand may have any id. It is left alone.
    const orderIds = ids.filter(isOrderId);
    if (orderIds.length === 0) continue;
    const settled = await ledger.settledAmong(orderIds);
    await Promise.all([alarm.disarm(settled.map(({ id }) => id)), countdown.clear(settled)]);
    count += settled.length;
    metrics.alarmsReconciled('removed', settled.length);
    await redis.pexpire(reconciledKey, claimMs);
  }
  return count;
}
