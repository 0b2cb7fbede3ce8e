/** Counts the requests in progress, and says when there are too many for one more. */
export interface LoadLimit {
  /** @returns false if the request must be refused; otherwise it counts until {@link LoadLimit.end} */
  begin(): boolean;
  end(): void;
}

export interface LoadLimitOptions {
  /** So many requests may be in progress at any time: enough to keep this process and Postgres busy. */
  lasting?: number;
  /** So many for a moment, as when a sale opens. */
  burst?: number;
  /** How long a burst may last, in milliseconds. */
  burstMs?: number;
  /** The next burst may begin after so many milliseconds below `lasting`. */
  restMs?: number;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

/**
 * More requests than `lasting` for longer than `burstMs` are a queue that will not go away by itself: whoever joins it
 * is answered late, and makes all others late. With `lasting` requests in progress a new one waits for about `lasting`
 * divided by the answers per second, whatever makes them slow: this process, Postgres or the machine. So the limit
 * counts, and measures no event loop.
 */
export function createLoadLimit(options: LoadLimitOptions = {}): LoadLimit {
  const { lasting = 300, burst = 1_000, burstMs = 250, restMs = 1_000 } = options;
  const { now = () => performance.now() } = options;
  let inProgress = 0;
  let burstBeganAt = -Infinity;
  let lastFullAt = -Infinity;

  function limit(): number {
    if (inProgress < lasting) return lasting;
    const at = now();
    if (at - lastFullAt > restMs) burstBeganAt = at;
    lastFullAt = at;
    return at - burstBeganAt <= burstMs ? burst : lasting;
  }

  return {
    begin() {
      if (inProgress >= limit()) return false;
      inProgress += 1;
      return true;
    },
    end() {
      inProgress -= 1;
    },
  };
}
