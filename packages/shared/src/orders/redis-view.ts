import type { Order } from '../order/order.ts';
import { within } from '../platform/within.ts';
import { dueToleranceMs, type Alarm, type AlarmState } from '../redis/alarm.ts';
import { requireAnswering } from '../redis/answering.ts';
import type { Shards } from '../redis/shards.ts';
import type { Countdown, RunningCountdown } from '../redis/countdown.ts';
import { projectionTimeLimitMs } from '../redis/projection.ts';

/** What Redis says of one order, and whether the ledger says the same. */
export interface RedisView {
  /** Null: none is set, or Redis is away. */
  alarm: { state: AlarmState; dueAt: Date | null } | null;
  /**
   * - `settling`: the order changed, or became due, a moment ago, or soon will, so a difference means nothing
   * - `unknown`: Redis is away
   */
  state: 'agrees' | 'settling' | 'differs' | 'unknown';
  /** Sentences. */
  differences: string[];
}

export interface RedisViewDependencies {
  alarm: Pick<Alarm, 'dueTimes' | 'state'>;
  countdown: Pick<Countdown, 'read' | 'isKept'>;
  /** With the connection of both. */
  shards: Pick<Shards, 'of'>;
}

/** Within this time Redis agrees again, whatever happened. */
const settlingMs = 5_000;

/**
 * Compares an order with its alarm and its countdown key. Never throws, and takes about 220 ms at most.
 *
 * @param changedAt when the order's latest event occurred, on the database's clock
 */
export async function viewInRedis(
  dependencies: RedisViewDependencies,
  order: Order,
  changedAt: Date,
): Promise<RedisView> {
  const found = await readRedis(dependencies, order.id).catch(() => null);
  if (!found) return { alarm: null, state: 'unknown', differences: [] };
  const { jobState, dueAtMs, countdown } = found;
  const alarm =
    jobState === 'unknown' && dueAtMs === null
      ? null
      : { state: jobState, dueAt: dueAtMs === null ? null : new Date(dueAtMs) };
  const differences = [
    ...alarmDifferences(order, dueAtMs),
    ...(dependencies.countdown.isKept ? countdownDifferences(order, countdown) : []),
  ];
  return { alarm, differences, state: stateOf(order, changedAt, differences) };
}

async function readRedis({ alarm, countdown, shards }: RedisViewDependencies, id: string) {
  requireAnswering(shards.of(id).line());
  const reading = Promise.all([alarm.state(id), alarm.dueTimes([id]), countdown.read(id)]);
  const [jobState, [dueAtMs = null], running] = await within(projectionTimeLimitMs, reading);
  return { jobState, dueAtMs, countdown: running };
}

function stateOf(order: Order, changedAt: Date, differences: readonly string[]): RedisView['state'] {
  if (differences.length === 0) return 'agrees';
  const isRecent = order.asOf.getTime() - changedAt.getTime() < settlingMs;
  const toDeadlineMs = Math.abs(order.expiresAt.getTime() - order.asOf.getTime());
  const isAboutDue = order.status === 'pending' && toDeadlineMs < settlingMs;
  return isRecent || isAboutDue ? 'settling' : 'differs';
}

function alarmDifferences({ status, remainingMs }: Order, dueAtMs: number | null): string[] {
  if (status !== 'pending') {
    // One that is due rings now, and has nothing to do then.
    return dueAtMs !== null && dueAtMs > Date.now()
      ? [`The order is ${status}, and its alarm is still set.`]
      : [];
  }
  if (dueAtMs === null) return ['The order is pending, and has no alarm.'];
  const offMs = dueAtMs - (Date.now() + remainingMs);
  if (Math.abs(offMs) <= dueToleranceMs) return [];
  const seconds = Math.round(Math.abs(offMs) / 1_000);
  return [`The alarm is set ${seconds} s ${offMs > 0 ? 'after' : 'before'} the deadline.`];
}

function countdownDifferences(order: Order, countdown: RunningCountdown | null): string[] {
  if (order.status !== 'pending') {
    return countdown ? [`The order is ${order.status}, and its countdown still runs.`] : [];
  }
  if (!countdown) return order.remainingMs > 0 ? ['The order is pending, and has no countdown.'] : [];
  const isSame = countdown.expiresAt.getTime() === order.expiresAt.getTime();
  return isSame ? [] : ['The countdown ends at another time than the deadline.'];
}
