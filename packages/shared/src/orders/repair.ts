import type { ChangedOrder } from '../ledger/recent-events.ts';
import type { Alarm } from '../redis/alarm.ts';
import type { Countdown } from '../redis/countdown.ts';

export interface RepairDependencies {
  alarm: Pick<Alarm, 'ensure' | 'dueTimes' | 'disarm'>;
  countdown: Pick<Countdown, 'set' | 'present' | 'clear'>;
}

/** What was missing or wrong in Redis. */
export interface Repaired {
  alarms: number;
  countdowns: number;
}

/** The alarm of an order that is due sooner may have fired already, and its key is about to expire. */
const minRemainingMs = 1_000;

/** Makes Redis agree with orders as the ledger has them: sets what is missing or wrong, removes what is left over. */
export async function repair(
  { alarm, countdown }: RepairDependencies,
  orders: readonly ChangedOrder[],
): Promise<Repaired> {
  const running = orders.filter(({ remainingMs }) => remainingMs > minRemainingMs);
  const final = orders.filter(({ status }) => status !== 'pending');
  const [armed, set, dueTimes, toClear] = await Promise.all([
    alarm.ensure(running),
    countdown.set(running),
    alarm.dueTimes(final.map(({ id }) => id)),
    countdown.present(final),
  ]);
  // One that is due rings now, and has nothing to do then.
  const now = Date.now();
  const toDisarm = final.filter((_, index) => (dueTimes[index] ?? 0) > now);
  if (toDisarm.length > 0) await alarm.disarm(toDisarm.map(({ id }) => id));
  if (toClear.length > 0) await countdown.clear(toClear);
  return { alarms: armed + toDisarm.length, countdowns: set + toClear.length };
}
