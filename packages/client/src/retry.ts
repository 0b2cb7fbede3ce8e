import { OrderCountdownConnectionError, OrderCountdownProblem } from './problem.ts';

const firstBackoffMs = 200;
const maxBackoffMs = 5_000;

/** Whoever is asked to wait for longer is told instead: the service's rate limit counts by the minute. */
const maxRetryAfterMs = 30_000;

/** Refused before anything was done. */
const hadNoEffect = new Set<unknown>(['rate_limited', 'overloaded']);

/** Answers of proxies that could not reach the service, or got no answer from it. */
const gatewayStatuses = new Set([502, 503, 504]);

/**
 * How long to wait before a request is sent again.
 *
 * @param retries how often it has been sent again so far
 * @param isRepeatable whether sending it twice does the same as sending it once
 * @returns null: not again
 */
export function retryDelayMs(error: unknown, retries: number, isRepeatable: boolean): number | null {
  if (!mayRepeat(error, isRepeatable)) return null;
  const askedMs = error instanceof OrderCountdownProblem ? (error.retryAfterMs ?? 0) : 0;
  return askedMs > maxRetryAfterMs ? null : askedMs + backoffMs(retries);
}

function mayRepeat(error: unknown, isRepeatable: boolean): boolean {
  if (error instanceof OrderCountdownConnectionError) return isRepeatable;
  if (!(error instanceof OrderCountdownProblem)) return false;
  const { status, code } = error;
  if (hadNoEffect.has(code) || (status === 429 && code === null)) return true;
  return isRepeatable && gatewayStatuses.has(status);
}

/** Doubles with each retry. Random, so that clients which failed together don't come back together. */
function backoffMs(retries: number): number {
  return Math.min(firstBackoffMs * 2 ** retries, maxBackoffMs) * (0.5 + Math.random() / 2);
}
