import { once } from 'node:events';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';

/** Long enough for a process that has just started, or a connection that was lost for a moment. */
const timeLimitMs = 1_000;

/** Bull Board would wait for Redis as long as it takes, and its page ask again and again meanwhile. */
export function requireRedis(redis: Redis): RequestHandler {
  return async (_request, _response, next) => {
    if (redis.status !== 'ready') await awaitRedis(redis);
    next();
  };
}

/** @throws Problem `unavailable` when the time is up, or at the first attempt that fails */
async function awaitRedis(redis: Redis): Promise<void> {
  try {
    await once(redis, 'ready', { signal: AbortSignal.timeout(timeLimitMs) });
  } catch {
    const headers = { 'Retry-After': '1' };
    throw new Problem('unavailable', 'Redis is not available. Orders can be looked at.', { headers });
  }
}
