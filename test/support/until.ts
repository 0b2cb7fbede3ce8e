import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** What comes true ends the wait at once, so the limit only has to exceed what the slowest machine takes. */
const generousMs = 30_000;

/**
 * Polls until the answer is truthy, and returns it.
 *
 * @param limitMs shorter only if the time is what the test is about
 * @throws Error after `limitMs`, with the last answer
 */
export async function until<Result>(
  ask: () => Promise<Result> | Result,
  limitMs = generousMs,
  intervalMs = 20,
): Promise<NonNullable<Result>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) {
      throw new Error(`not true within ${limitMs} ms but ${inspect(answer)}: ${String(ask)}`);
    }
    await sleep(intervalMs);
  }
}

/** Polls until nothing is left of what is missing. @throws Error that names it, after `limitMs` */
export async function untilNone(
  missing: () => Promise<readonly unknown[]> | readonly unknown[],
  limitMs = generousMs,
): Promise<void> {
  let last: readonly unknown[] = [];
  const isNone = async () => (last = await missing()).length === 0;
  await until(isNone, limitMs).catch((cause: unknown) => {
    throw new Error(`still missing after ${limitMs} ms: ${inspect(last, { maxArrayLength: 20 })}`, { cause });
  });
}

/** Waits for an instant, such as one before a deadline. For thousands at once, where to poll would keep the test busy. */
export const untilInstant = (epochMs: number): Promise<void> => sleep(Math.max(0, epochMs - Date.now()));
