import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until the answer is truthy, and returns it. @throws Error after `limitMs` */
export async function until<Result>(
  ask: () => Promise<Result> | Result,
  limitMs = 10_000,
  intervalMs = 20,
): Promise<NonNullable<Result>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`not true within ${limitMs} ms: ${String(ask)}`);
    await sleep(intervalMs);
  }
}

/** Waits for an instant, such as one before a deadline. For thousands at once, where to poll would keep the test busy. */
export const untilInstant = (epochMs: number): Promise<void> => sleep(Math.max(0, epochMs - Date.now()));
