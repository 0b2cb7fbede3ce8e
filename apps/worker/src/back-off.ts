/** What the timetable runs: see `Task`. */
type Run = (signal: AbortSignal) => Promise<unknown>;

const firstPauseMs = 1_000;
const maxPauseMs = 60_000;

/**
 * Skips runs after a failed one: for 1 s, and twice as long after each further failure, up to a minute. A successful run
 * resets it.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export function backingOff(run: Run, now = () => performance.now()): Run {
  let failures = 0;
  let pausedUntil = -Infinity;

  return async (signal) => {
    if (now() < pausedUntil) return;
    try {
      await run(signal);
      failures = 0;
    } catch (error) {
      pausedUntil = now() + Math.min(firstPauseMs * 2 ** failures, maxPauseMs);
      failures += 1;
      throw error;
    }
  };
}
