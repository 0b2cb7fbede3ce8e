import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type AugmentedRequest } from 'express-rate-limit';

const windowMs = 15 * 60 * 1_000;
const failuresPerAddress = 10;
/** More, or anybody with one address could keep the operator out. Still far too few to guess a password. */
const failuresPerUsername = 50;

/**
 * Counts sign-ins that fail. Each process counts for itself: with n of them an attacker has n times as
 * many guesses, which is nothing, and signing in needs no Redis, whose failure is when operators come.
 *
 * @param usernameOf what the form says
 * @param refuse answers an attempt too many; see {@link retryAfterSeconds}
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

/** Until the count begins anew. */
export function retryAfterSeconds(request: Request): number {
  const resetTime = (request as AugmentedRequest)['rateLimit']?.resetTime ?? new Date();
  return Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1_000));
}

/** One of 65,536, so that no flood of addresses or names can fill the memory. */
function bucketOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 4);
}
