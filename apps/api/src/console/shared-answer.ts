import { singleFlight } from '@order-countdown/shared/platform/single-flight';

/** An answer is given to all who ask within this time. */
const freshMs = 1_000;

/** Whoever computes it is busy with it at most one part in so many of the time. */
const restFactor = 9;

/**
 * Shares what is the same for everybody and costs something. All who ask within a second get one answer, and if it takes long
 * to compute, it is given for longer.
 */
export function sharedAnswer<Answer>(compute: () => Promise<Answer>): () => Promise<Answer> {
  let latest: { answer: Answer; untilMs: number } | undefined;
  const renew = singleFlight(async () => {
    const startedAtMs = performance.now();
    const answer = await compute();
    const tookMs = performance.now() - startedAtMs;
    latest = { answer, untilMs: performance.now() + Math.max(freshMs - tookMs, restFactor * tookMs) };
    return answer;
  });
  return async () => (latest && performance.now() < latest.untilMs ? latest.answer : renew());
}
