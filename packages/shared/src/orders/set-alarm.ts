import type { Ledger } from '../ledger/ledger.ts';
import type { NotFound, Order } from '../order/order.ts';
import { within } from '../platform/within.ts';
import type { Alarm } from '../redis/alarm.ts';
import { requireAnswering } from '../redis/answering.ts';
import type { Shards } from '../redis/shards.ts';
import type { Countdown } from '../redis/countdown.ts';
import { projectionTimeLimitMs } from '../redis/projection.ts';
import { isStale } from '../redis/staleness.ts';
import type { Recheck } from './recheck.ts';

export type AlarmVerdict =
  | { outcome: 'set'; order: Order }
  /** It is not known whether the alarm is set. A worker sees to it once Redis is back. */
  | { outcome: 'redis_away'; order: Order }
  /** The order is not pending any more. */
  | { outcome: 'order_already_paid' | 'order_cancelled' | 'order_expired'; order: Order }
  | NotFound;

export interface SetAlarmDependencies {
  ledger: Pick<Ledger, 'read'>;
  alarm: Pick<Alarm, 'rearm'>;
  countdown: Pick<Countdown, 'set'>;
  recheck: Pick<Recheck, 'add'>;
  /** With the connection of alarms and countdowns. */
  shards: Pick<Shards, 'of'>;
}

/**
 * Sets the alarm and the countdown key of a pending order anew, whatever Redis has. Nothing needs it: for an operator who does not
 * want to wait for the sweep.
 *
 * @throws LedgerUnavailable
 */
export async function setAlarm(dependencies: SetAlarmDependencies, id: string): Promise<AlarmVerdict> {
  const askedAtMs = performance.now();
  const order = await dependencies.ledger.read(id);
  if (!order) return { outcome: 'not_found' };
  if (order.status === 'paid') return { outcome: 'order_already_paid', order };
  if (order.status === 'cancelled') {
    return { outcome: order.cancelReason === 'expired' ? 'order_expired' : 'order_cancelled', order };
  }
  const isWritten = await write(dependencies, order);
  // It may have ended, or moved, since it was read. A worker sees that, unless the write was too late.
  if (!isWritten || isStale(askedAtMs)) dependencies.recheck.add([id]);
  return { outcome: isWritten ? 'set' : 'redis_away', order };
}

/** @returns false if Redis does not answer, or not in time */
async function write({ alarm, countdown, shards }: SetAlarmDependencies, order: Order): Promise<boolean> {
  try {
    requireAnswering(shards.of(order.id).line());
    await within(projectionTimeLimitMs, Promise.all([alarm.rearm([order]), countdown.set([order])]));
    return true;
  } catch {
    return false;
  }
}
