import { createThroughput } from './throughput.ts';

/** Counts the requests in progress, and says when there are too many for one more. */
export interface LoadLimit {
  /** @returns false if the request must be refused; otherwise it counts until {@link LoadLimit.end} */
  begin(): boolean;
  end(): void;
}

export interface LoadLimitOptions {
  /** So many requests may be in progress however slow the answers are: enough to keep this process and Postgres busy. */
  least?: number;
  /** So many at most, however fast the answers are. */
  most?: number;
  /** About how long a request may have to wait for those before it, in milliseconds. */
  waitMs?: number;
  /** So many for a moment, as when a sale opens. */
  burst?: number;
  /** How long a burst may last, in milliseconds. */
  burstMs?: number;
  /** The next burst may begin after so many milliseconds without too many requests. */
  restMs?: number;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

/**
 * Requests in progress are a queue. A new one waits for about their number divided by the answers per second, whatever
 * makes them slow: this process, Postgres or the machine. So the limit follows the answers per second, and whoever would
 * be answered late, and make all others late, is refused instead.
 */
export function createLoadLimit(options: LoadLimitOptions = {}): LoadLimit {
  const { least = 200, most = 1_000, waitMs = 300 } = options;
  const { burst = 1_000, burstMs = 1_000, restMs = 2_000 } = options;
  const { now = () => performance.now() } = options;
  const throughput = createThroughput(now());
  let inProgress = 0;
  let burstBeganAt = -Infinity;
  let lastFullAt = -Infinity;

  function limit(): number {
    if (inProgress < least) return least;
    const at = now();
    const lasting = Math.min(most, Math.max(least, throughput.perMs(at) * waitMs));
    if (inProgress < lasting) return lasting;
    if (at - lastFullAt > restMs) burstBeganAt = at;
    lastFullAt = at;
    return at - burstBeganAt <= burstMs ? Math.max(lasting, burst) : lasting;
  }

  return {
    begin() {
      if (inProgress >= limit()) return false;
      inProgress += 1;
      return true;
    },
    end() {
      inProgress -= 1;
      throughput.add(now());
    },
  };
}
