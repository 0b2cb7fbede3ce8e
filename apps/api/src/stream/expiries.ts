import type { Stream } from './event-stream.ts';

/** Streams, and when the tokens of their readers expire. */
export interface Expiries {
  /** @param expiresAtMs milliseconds since 1970 */
  add(stream: Pick<Stream, 'end'>, expiresAtMs: number): void;
  delete(stream: Pick<Stream, 'end'>): void;
  /** Ends streams whose time has come; call it every {@link expiryIntervalMs}. */
  endDue(nowMs: number): void;
}

/** To compare 10,000 times takes less than a millisecond. */
export const expiryIntervalMs = 250;

/** A backend has one token for all of its streams. To end 10,000 at once would delay requests; these take 10 s. */
const maxPerInterval = 250;

/*
 * Not a timer for each stream: timers count 24 days at most, and don't notice that the wall clock was set, on which tokens
 * are verified.
 */
export function createExpiries(): Expiries {
  const expiries = new Map<Pick<Stream, 'end'>, number>();
  return {
    add: (stream, expiresAtMs) => void expiries.set(stream, expiresAtMs),
    delete: (stream) => void expiries.delete(stream),
    endDue(nowMs) {
      let left = maxPerInterval;
      for (const [stream, expiresAtMs] of expiries) {
        if (expiresAtMs > nowMs) continue;
        if (left === 0) return;
        left -= 1;
        expiries.delete(stream);
        stream.end();
      }
    },
  };
}
