import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { RequestCount } from '@order-countdown/shared/redis/request-counts';
import { actsForShop, identityOf, subjectOf, type Caller } from './caller.ts';
import { dropOldest } from './drop-oldest.ts';
import { createSharedCounts } from './shared-counts.ts';
import { Problem } from '../http/problem.ts';

export interface RateLimitOptions {
  /** Null: there is none. */
  redis: Redis | null;
  /** For each customer, all view tokens of a customer together, and each address that sends no valid token. */
  perMinute: number;
  /** Of this instance. */
  processes: number;
}

/** A backend sends the requests of all of a shop's customers, and several people may share an operator's account. */
const backendFactor = 100;

const windowMs = 60_000;

/** Policies of callers that are remembered. */
const maxPolicies = 1_000;

/**
 * Refuses callers over their limit: 429 with `Retry-After`. Each has a count, shared by all API processes. Every answer
 * says what is left, in the headers of draft-ietf-httpapi-ratelimit-headers-08.
 *
 * Not by express-rate-limit, whose dozen promises and a hash cost a request more than its share of the count itself.
 */
export function limitRate({ redis, perMinute, processes }: RateLimitOptions): RequestHandler {
  const count = createSharedCounts(redis, windowMs, processes);
  const policyOf = createPolicies();

  return async ({ ip = '' }, response, next) => {
    const { caller } = identityOf(response);
    const limit = caller && actsForShop(caller) ? perMinute * backendFactor : perMinute;
    const key = keyOf(caller, ip);
    const counted = await count(key);
    const seconds = secondsLeft(counted);
    const name = `"${limit}-in-1min"`;
    response.setHeader('RateLimit', `${name}; r=${Math.max(0, limit - counted.total)}; t=${seconds}`);
    response.setHeader('RateLimit-Policy', `${name}; q=${limit}; w=${windowMs / 1_000}; ${policyOf(key)}`);
    if (counted.total <= limit) return next();
    throw new Problem('rate_limited', `At most ${limit} requests a minute. Try again in ${seconds} s.`, {
      headers: { 'Retry-After': String(seconds) },
    });
  };
}

const keyOf = (caller: Caller | null, ip: string): string =>
  caller ? subjectOf(caller) : `address ${ipKeyGenerator(ip)}`;

const secondsLeft = ({ remainingMs }: RequestCount) => Math.max(0, Math.ceil(remainingMs / 1_000));

/** @returns the partition of a key, as a policy names it: a part of its hash, since others read the headers, too */
function createPolicies(): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 12);
    const policy = `pk=:${Buffer.from(hash).toString('base64')}:`;
    known.set(key, policy);
    dropOldest(known, maxPolicies);
    return policy;
  };
}
