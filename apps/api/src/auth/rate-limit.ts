import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { identityOf, subjectOf } from './caller.ts';
import { createSharedCounts } from './shared-counts.ts';
import { Problem } from '../http/problem.ts';

export interface RateLimitOptions {
  redis: Redis;
  /** For each customer, all view tokens of a customer together, and each address that sends no valid token. */
  perMinute: number;
}

/** A backend sends the requests of all of a shop's customers. */
const backendFactor = 100;

const windowMs = 60_000;

/** Refuses callers over their limit: 429 with `Retry-After`. Each has a count, shared by all API processes. */
export function limitRate({ redis, perMinute }: RateLimitOptions): RequestHandler {
  const limitFor = (response: Response) => (isBackend(response) ? perMinute * backendFactor : perMinute);

  return rateLimit({
    windowMs,
    limit: (_request, response) => limitFor(response),
    keyGenerator: keyOf,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    store: storeOf(redis),
    handler: (_request, response) => {
      const seconds = String(response.getHeader('Retry-After') ?? windowMs / 1_000);
      throw new Problem(
        'rate_limited',
        `At most ${limitFor(response)} requests a minute. Try again in ${seconds} s.`,
      );
    },
  });
}

const isBackend = (response: Response) => identityOf(response).caller?.kind === 'backend';

function keyOf({ ip = '' }: Request, response: Response): string {
  const { caller } = identityOf(response);
  return caller ? subjectOf(caller) : `address ${ipKeyGenerator(ip)}`;
}

/** Nothing is ever taken back: each request counts, whatever its answer. */
function storeOf(redis: Redis): Store {
  const count = createSharedCounts(redis, windowMs);
  return {
    async increment(key) {
      const { total, remainingMs } = await count(key);
      return { totalHits: total, resetTime: new Date(Date.now() + remainingMs) };
    },
    decrement: () => undefined,
    resetKey: () => undefined,
  };
}
