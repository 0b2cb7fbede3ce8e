import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is truthy. @throws after `limitMs`, with the last answer */
export async function until<Result>(
  ask: () => Promise<Result> | Result,
  limitMs = 10_000,
  intervalMs = 20,
): Promise<NonNullable<Result>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`not so within ${limitMs} ms: ${String(ask)}`);
    await sleep(intervalMs);
  }
}
