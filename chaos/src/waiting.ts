import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or until the signal is aborted. Never rejects: whoever waits goes on to undo what it did. */
export async function hold(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}

/**
 * Polls until the answer is truthy, and returns it. An error counts as "not yet": what is asked may be down.
 *
 * @throws Error after `limitMs`, with the last error as its cause
 */
export async function eventually<Result>(
  what: string,
  ask: () => Promise<Result> | Result,
  limitMs: number,
  intervalMs = 50,
): Promise<NonNullable<Result>> {
  const deadlineMs = performance.now() + limitMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${limitMs} ms`, { cause });
    await sleep(intervalMs);
  }
}
