import type { EndedInMinute, EndedOrders } from '@order-countdown/shared/ledger/ended-orders';
import type { OverviewResponse } from './contract.ts';

const minuteMs = 60_000;
const minutesShown = 60;

/** Events are committed some time after the instant that they tell, and statements take at most 5 s. */
const settlingMs = 15_000;

/** After a longer pause the hour is counted again, from its end on. */
const maxGapMs = 3 * minuteMs;

/**
 * Orders that ended, by minute. A minute that is over does not change any more, so it is counted once; those of a busy hour are
 * counted a part at a time, each time somebody asks.
 *
 * @param count see `readEndedOrders`
 * @returns asks for the last hour up to an instant on the database's clock
 */
export function createEndedMinutes(count: (from: Date, until: Date) => Promise<EndedOrders>) {
  const counted = new Map<number, EndedInMinute>();
  /** All minutes from this one on are in `counted`, or nothing ended in them. */
  let knownFromMs = Infinity;
  /** Minutes before this one do not change any more. */
  let settledMs = -Infinity;

  function add({ minutes, from }: EndedOrders): void {
    for (const each of minutes) counted.set(each.minute.getTime(), each);
    knownFromMs = Math.min(knownFromMs, from.getTime());
  }

  return async function endedUntil(at: Date): Promise<NonNullable<OverviewResponse['endedPerMinute']>> {
    const endMs = floor(at.getTime()) + minuteMs;
    const startMs = endMs - minutesShown * minuteMs;
    // Nobody has asked for a while, or the clock was set back.
    if (settledMs < endMs - maxGapMs || settledMs > endMs) {
      counted.clear();
      knownFromMs = endMs;
      settledMs = endMs;
    }
    for (let untilMs = endMs; untilMs > settledMs;) {
      const part = await count(new Date(settledMs), new Date(untilMs));
      add(part);
      untilMs = part.from.getTime();
    }
    if (knownFromMs > startMs) add(await count(new Date(startMs), new Date(knownFromMs)));
    settledMs = floor(at.getTime() - settlingMs);
    for (const minute of counted.keys()) if (minute < startMs) counted.delete(minute);

    return Array.from({ length: minutesShown }, (_, index) => {
      const ms = startMs + index * minuteMs;
      const { paid, cancelled, swept } = counted.get(ms) ?? (ms >= knownFromMs ? nothing : unknown);
      return { minute: new Date(ms).toISOString(), paid, cancelled, swept };
    });
  };
}

const floor = (ms: number) => Math.floor(ms / minuteMs) * minuteMs;
const nothing = { paid: 0, cancelled: 0, swept: 0 };
const unknown = { paid: null, cancelled: null, swept: null };
