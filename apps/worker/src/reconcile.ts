import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import { TransientError } from '@order-countdown/shared/platform/errors';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Changes } from '@order-countdown/shared/redis/changes';
import type { Countdown } from '@order-countdown/shared/redis/countdown';
import type { CountdownWalk } from '@order-countdown/shared/redis/countdown-walk';
import type { Shards } from '@order-countdown/shared/redis/shards';
import type { RunningOrder } from '@order-countdown/shared/order/order';
import type { Recheck } from '@order-countdown/shared/orders/recheck';
import { isStale } from '@order-countdown/shared/redis/staleness';
import { inLanes } from './lanes.ts';
import { claimShards, type ClaimedShards } from './claim-shards.ts';
import type { WorkMetrics } from './work-metrics.ts';

export interface ReconcileDependencies {
  ledger: Pick<Ledger, 'epoch' | 'pendingPage' | 'settledAmong'>;
  alarm: Pick<Alarm, 'ensure' | 'disarm' | 'dueTimes'>;
  shards: Pick<Shards, 'each' | 'indexOf'>;
  countdown: Pick<Countdown, 'set' | 'clear'>;
  changes: Pick<Changes, 'announceOtherHistory'>;
  recheck: Pick<Recheck, 'add'>;
  countdownWalk: CountdownWalk;
  connection: Connection;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'reconciliationEnded' | 'alarmsReconciled'>;
}

const pageSize = 500;

/** While Redis writes one page, the worker prepares the next. */
const lanes = 2;

/**
 * Makes Redis agree with the ledger, unless it is known to agree: sets the alarm and the countdown key of every
 * pending order, and removes those of settled orders and of orders that don't exist. If the ledger was restored, what it
 * has lost is forgotten first. One worker reconciles at a time, those shards that may not agree: one master that was lost
 * costs the others nothing. If it is stopped, another one starts over.
 */
export async function reconcile(dependencies: ReconcileDependencies, signal: AbortSignal): Promise<void> {
  const { connection, shards, logger, metrics } = dependencies;
  // The connection has logged the outage already.
  if (connection.status !== 'ready') return;
  const epoch = await epochNow(dependencies.ledger);
  if (epoch === null) return;
  const claim = await claimShards(shards, epoch, logger);
  if (!claim) return;

  const startedAt = performance.now();
  const claimed = shards.each.length > 1 ? { shards: claim.places.length } : {};
  logger.info(claimed, 'reconciling alarms with the ledger');
  try {
    if (claim.ofOtherHistory.length > 0) await forgetOtherHistory(dependencies, claim);
    const leftOver = await removeSettled(dependencies, claim, signal);
    const { set, ended } = await setMissing(dependencies, claim, signal);
    const removed = leftOver + ended;
    if (signal.aborted) {
      logger.info({ set, removed }, 'stopped reconciling, left to another worker');
      return;
    }
    await claim.confirm();
    const durationMs = Math.round(performance.now() - startedAt);
    logger.info({ set, removed, durationMs }, 'reconciled alarms with the ledger');
    metrics.reconciliationEnded('success', durationMs);
  } catch (error) {
    metrics.reconciliationEnded('failure', performance.now() - startedAt);
    throw error;
  } finally {
    // So that the next run need not wait until the claim expires.
    await claim.release();
  }
}

/** Null: Postgres can't answer, as other tasks report. That is no failure of this one, which would make it back off. */
async function epochNow(ledger: Pick<Ledger, 'epoch'>): Promise<string | null> {
  try {
    return await ledger.epoch();
  } catch (error) {
    if (error instanceof TransientError) return null;
    throw error;
  }
}

/** The rest is right once the walk is over. */
async function forgetOtherHistory(
  { countdownWalk, changes }: ReconcileDependencies,
  claim: ClaimedShards,
): Promise<void> {
  await countdownWalk.forgetVersions(claim.ofOtherHistory);
  await changes.announceOtherHistory();
}

/**
 * An order may end between the read and the write of its page, and the process that ended it may have told Redis before
 * the write. So the ledger is asked again after the write: whoever ends an order of the page later tells Redis later.
 *
 * @returns how many alarms were missing or wrong, and of how many orders they were removed again
 */
async function setMissing(
  dependencies: ReconcileDependencies,
  claim: ClaimedShards,
  signal: AbortSignal,
): Promise<{ set: number; ended: number }> {
  const { ledger, alarm, countdown, recheck, metrics } = dependencies;
  const counts = { set: 0, ended: 0 };
  await inLanes(lanes, pendingPages(ledger), signal, async ({ orders: page, askedAtMs }) => {
    const orders = page.filter(({ id }) => claim.has(id));
    const ids = orders.map(({ id }) => id);
    try {
      const [wrong] = await Promise.all([alarm.ensure(orders), countdown.set(orders)]);
      counts.set += wrong;
      metrics.alarmsReconciled('set', wrong);
    } finally {
      // This process may have been stopped for so long that another one has walked meanwhile.
      if (isStale(askedAtMs)) recheck.add(ids);
    }
    counts.ended += await removeAlarms(dependencies, await ledger.settledAmong(ids));
    await claim.renew();
  });
  return counts;
}

type Settled = Awaited<ReturnType<Ledger['settledAmong']>>;

/** @returns of how many orders */
async function removeAlarms(
  { alarm, countdown, metrics }: ReconcileDependencies,
  settled: Settled,
): Promise<number> {
  if (settled.length === 0) return 0;
  await Promise.all([alarm.disarm(settled.map(({ id }) => id)), countdown.clear(settled)]);
  metrics.alarmsReconciled('removed', settled.length);
  return settled.length;
}

interface PendingPage {
  orders: readonly RunningOrder[];
  askedAtMs: number;
}

async function* pendingPages(ledger: Pick<Ledger, 'pendingPage'>): AsyncGenerator<PendingPage> {
  for (let last = null; ;) {
    const askedAtMs = performance.now();
    const orders: readonly RunningOrder[] = await ledger.pendingPage(last, pageSize);
    if (orders.length === 0) return;
    yield { orders, askedAtMs };
    last = orders.at(-1) ?? null;
  }
}

async function* alarmPages(
  { shards }: Pick<ReconcileDependencies, 'shards'>,
  { places }: ClaimedShards,
): AsyncGenerator<string[]> {
  for (const place of places) yield* shards.each[place]!.alarm.pages(pageSize);
}

/**
 * Runs first, so that it walks over what Redis had before, and not over all that the reconciliation sets. What is left
 * over can't become more meanwhile, except by a write that is under way: that one, as at any time, is found by the worker
 * that follows the events, or by the process that wrote it too late.
 *
 * @returns the number of alarms that belonged to no pending order
 */
async function removeSettled(
  dependencies: ReconcileDependencies,
  claim: ClaimedShards,
  signal: AbortSignal,
): Promise<number> {
  const { ledger, alarm, countdown, countdownWalk } = dependencies;
  let count = 0;
  await inLanes(lanes, alarmPages(dependencies, claim), signal, async (ids) => {
    // A job that was added by hand may have any id. Leave it alone.
    const known = ids.filter(isOrderId);
    if (known.length > 0) count += await removeAlarms(dependencies, await ledger.settledAmong(known));
    await claim.renew();
  });
  // Orders that have an alarm were looked at above.
  await inLanes(lanes, countdownWalk.pages(claim.places), signal, async (ids) => {
    const dueTimes = await alarm.dueTimes(ids);
    const unarmed = ids.filter((id, index) => dueTimes[index] === null && isOrderId(id));
    if (unarmed.length > 0) await countdown.clear(await ledger.settledAmong(unarmed));
    await claim.renew();
  });
  return count;
}
