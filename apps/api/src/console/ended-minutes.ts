import { setTimeout as sleep } from 'node:timers/promises';
import type { EndedInMinute, EndedOrders } from '@order-countdown/shared/ledger/ended-orders';
import type { OverviewResponse } from './contract.ts';

const minuteMs = 60_000;
const minutesShown = 60;

/** Events are committed some time after the instant that they tell, and statements take at most 5 s. */
const settlingMs = 15_000;

/** After a longer pause the hour is counted again, from its end on. */
const maxGapMs = 3 * minuteMs;

/** About as long as a part of a busy hour takes. */
const defaultPauseMs = 100;

type Count = (from: Date, until: Date) => Promise<EndedOrders>;

/**
 * Orders that ended, by minute. A minute that is over does not change any more, so it is counted once; those of a busy hour are
 * counted a part at a time, the latest first, and the first part is waited for.
 *
 * @param count see `readEndedOrders`
 * @param pauseMs between two parts
 * @returns asks for the last hour up to an instant on the database's clock; not to be called again before it has answered
 */
export function createEndedMinutes(count: Count, pauseMs = defaultPauseMs) {
  let hour = createHour(count, 0);
  let isFilling = false;

  /** The rest comes by itself. If it fails, whoever asks next begins again. */
  async function fillRest(): Promise<void> {
    isFilling = true;
    try {
      while (!hour.isComplete()) {
        await sleep(pauseMs, undefined, { ref: false });
        await hour.countPart();
      }
    } catch {
      // The part that is missing is shown as such.
    } finally {
      isFilling = false;
    }
  }

  return async function endedUntil(at: Date): Promise<NonNullable<OverviewResponse['endedPerMinute']>> {
    const endMs = floor(at.getTime()) + minuteMs;
    if (!hour.canGoOnUntil(endMs)) hour = createHour(count, endMs);
    await hour.goOnUntil(endMs, at);
    if (!isFilling && !hour.isComplete()) {
      await hour.countPart();
      void fillRest();
    }
    return hour.minutes();
  };
}

function createHour(count: Count, untilMs: number) {
  const counted = new Map<number, EndedInMinute>();
  let endMs = untilMs;
  /** All minutes from this one on are in `counted`, or nothing ended in them. */
  let knownFromMs = untilMs;
  /** Minutes before this one do not change any more. */
  let settledMs = untilMs;
  const startMs = () => endMs - minutesShown * minuteMs;

  async function add(fromMs: number, toMs: number): Promise<number> {
    const { minutes, from } = await count(new Date(fromMs), new Date(toMs));
    for (const each of minutes) counted.set(each.minute.getTime(), each);
    return from.getTime();
  }

  return {
    /** Nobody has asked for a while, or the clock was set back. */
    canGoOnUntil: (ms: number) => settledMs >= ms - maxGapMs && settledMs <= ms,
    isComplete: () => knownFromMs <= startMs(),

    /** Counts the minutes that may have changed. */
    async goOnUntil(ms: number, at: Date): Promise<void> {
      endMs = ms;
      for (let toMs = endMs; toMs > settledMs;) toMs = await add(settledMs, toMs);
      settledMs = floor(at.getTime() - settlingMs);
      for (const minute of counted.keys()) if (minute < startMs()) counted.delete(minute);
    },

    /** Counts more of those before. */
    async countPart(): Promise<void> {
      knownFromMs = await add(startMs(), knownFromMs);
    },

    minutes: () =>
      Array.from({ length: minutesShown }, (_, index) => {
        const ms = startMs() + index * minuteMs;
        const { paid, cancelled, swept } = counted.get(ms) ?? (ms >= knownFromMs ? nothing : unknown);
        return { minute: new Date(ms).toISOString(), paid, cancelled, swept };
      }),
  };
}

const floor = (ms: number) => Math.floor(ms / minuteMs) * minuteMs;
const nothing = { paid: 0, cancelled: 0, swept: 0 };
const unknown = { paid: null, cancelled: null, swept: null };
