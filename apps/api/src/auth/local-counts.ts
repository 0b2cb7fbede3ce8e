import type { RequestCount } from '@order-countdown/shared/redis/request-counts';
import { dropOldest } from './drop-oldest.ts';

/** What this process knows of the counts, to go on without Redis. Remaining times are in milliseconds. */
export interface LocalCounts {
  /** Counts one request, and one for each other process of this instance, from the last count that is known. */
  add(key: string): RequestCount;
  /** Redis told its count. */
  told(key: string, count: RequestCount): void;
  /** The count that Redis may not know; null: it knows. */
  untold(key: string): RequestCount | null;
  /** Redis may have lost what it knew. */
  forgotten(): void;
}

/** Bounds the memory: beyond it the oldest count, which ends first, is forgotten. About 200 bytes each. */
const maxKeys = 20_000;

interface Window {
  total: number;
  /** How many of them were counted here alone. */
  alone: number;
  endsAtMs: number;
  /** When Redis last knew it; see `generation`. Null: not all of it. */
  knownIn: number | null;
}

/**
 * @param now in milliseconds, on a clock that never goes back
 * @param processes how many of this instance count by themselves at the same time: each is given its part of the limit
 */
export function createLocalCounts(
  windowMs: number,
  now: () => number = () => performance.now(),
  processes = 1,
): LocalCounts {
  const windows = new Map<string, Window>();
  let generation = 0;

  function current(key: string): Window | undefined {
    const window = windows.get(key);
    return window && window.endsAtMs > now() ? window : undefined;
  }

  function begin(key: string, window: Window): Window {
    windows.delete(key);
    windows.set(key, window);
    dropOldest(windows, maxKeys);
    return window;
  }

  return {
    add(key) {
      const window =
        current(key) ?? begin(key, { total: 0, alone: 0, endsAtMs: now() + windowMs, knownIn: null });
      window.total += 1;
      window.alone += 1;
      window.knownIn = null;
      const { total, remainingMs } = toCount(window, now());
      return { total: total + window.alone * (processes - 1), remainingMs };
    },

    told(key, { total, remainingMs }) {
      const window = current(key);
      const endsAtMs = now() + remainingMs;
      if (!window) begin(key, { total, alone: 0, endsAtMs, knownIn: generation });
      // An answer that comes late does not know what was counted here meanwhile.
      else if (window.knownIn === generation || total >= window.total)
        Object.assign(window, { total, alone: 0, endsAtMs, knownIn: generation });
    },

    untold(key) {
      const window = current(key);
      return window && window.knownIn !== generation ? toCount(window, now()) : null;
    },

    forgotten() {
      generation += 1;
    },
  };
}

const toCount = ({ total, endsAtMs }: Window, nowMs: number): RequestCount => ({
  total,
  remainingMs: endsAtMs - nowMs,
});
