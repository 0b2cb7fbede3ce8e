import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type AugmentedRequest } from 'express-rate-limit';

const windowMs = 15 * 60 * 1_000;
const failuresPerAddress = 10;
/** Higher, so that one address can't lock the operator out, yet far too low for guessing a password. */
const failuresPerUsername = 50;

/**
 * Limits failed sign-ins, by address and by username. Each process keeps its own count: n processes allow n times
 * as many guesses, still too few, and sign-in works while Redis is down, when operators need it most.
 *
 * @param usernameOf reads the username from the form
 * @param refuse answers an attempt over a limit; see {@link retryAfterSeconds}
 */
export function limitSignIns(
  usernameOf: (request: Request) => string,
  refuse: RequestHandler,
): RequestHandler[] {
  const limiter = (limit: number, keyOf: (request: Request) => string) =>
    rateLimit({
      windowMs,
      limit,
      keyGenerator: (request) => bucketOf(keyOf(request)),
      skipSuccessfulRequests: true,
      standardHeaders: false,
      legacyHeaders: false,
      handler: refuse,
    });
  return [
    limiter(failuresPerAddress, ({ ip }) => ipKeyGenerator(ip ?? '')),
    limiter(failuresPerUsername, usernameOf),
  ];
}

/** Seconds until the count is reset. */
export function retryAfterSeconds(request: Request): number {
  const resetTime = (request as AugmentedRequest)['rateLimit']?.resetTime ?? new Date();
  return Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1_000));
}

/** One of 65,536 buckets: a flood of addresses or names can't fill the memory. */
function bucketOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 4);
}
