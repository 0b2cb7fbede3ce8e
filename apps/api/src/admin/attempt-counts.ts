import type { Logger } from '@order-countdown/shared/platform/logger';
import { within } from '@order-countdown/shared/platform/within';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Attempts } from '@order-countdown/shared/redis/attempts';

/** A count that now includes the caller, until `undo`. */
export interface Counted {
  count: number;
  /** Milliseconds until it begins again at 0. */
  resetInMs: number;
  undo(): Promise<unknown>;
}

/** Short-lived counts and claims, shared by all API processes while their store answers. Nothing is thrown. */
export interface AttemptCounts {
  /** Adds one. The count begins again `windowMs` after its first. */
  add(key: string, windowMs: number): Promise<Counted>;
  /** Claims the key for `forMs`. @returns 0, or the milliseconds until an earlier claim ends */
  claim(key: string, forMs: number): Promise<number>;
}

const timeLimitMs = 300;

/** While the store is away or slow, each process counts by itself: n processes allow n times as many attempts. */
export function createAttemptCounts(
  attempts: Attempts,
  connection: Connection,
  logger: Logger,
): AttemptCounts {
  const shared = sharedCounts(attempts);
  const local = localCounts();

  async function either<Result>(count: (counts: AttemptCounts) => Promise<Result>): Promise<Result> {
    if (connection.status !== 'ready') return count(local);
    try {
      return await within(timeLimitMs, count(shared));
    } catch (error) {
      logger.debug({ err: error }, 'attempts are counted by this process alone');
      return count(local);
    }
  }
  return {
    add: (key, windowMs) => either((counts) => counts.add(key, windowMs)),
    claim: (key, forMs) => either((counts) => counts.claim(key, forMs)),
  };
}

function sharedCounts(attempts: Attempts): AttemptCounts {
  return {
    async add(key, windowMs) {
      const counted = await attempts.add(key, windowMs);
      const undo = () => within(timeLimitMs, attempts.undo(key)).catch(() => undefined);
      return { ...counted, undo };
    },
    claim: (key, forMs) => attempts.claim(key, forMs),
  };
}

/** The oldest are forgotten beyond this many, so that a flood of addresses can't fill the memory. */
const maxLocalEntries = 10_000;

function localCounts(): AttemptCounts {
  const entries = new Map<string, { count: number; endsAtMs: number }>();

  function entryOf(key: string, forMs: number) {
    const nowMs = performance.now();
    const known = entries.get(key);
    if (known && known.endsAtMs > nowMs) return { entry: known, endsInMs: known.endsAtMs - nowMs };
    entries.delete(key);
    for (const oldest of entries.keys()) {
      if (entries.size < maxLocalEntries) break;
      entries.delete(oldest);
    }
    const entry = { count: 0, endsAtMs: nowMs + forMs };
    entries.set(key, entry);
    return { entry, endsInMs: forMs };
  }

  return {
    async add(key, windowMs) {
      const { entry, endsInMs } = entryOf(key, windowMs);
      entry.count += 1;
      return { count: entry.count, resetInMs: endsInMs, undo: async () => (entry.count -= 1) };
    },

    async claim(key, forMs) {
      const { entry, endsInMs } = entryOf(key, forMs);
      entry.count += 1;
      return entry.count === 1 ? 0 : endsInMs;
    },
  };
}
