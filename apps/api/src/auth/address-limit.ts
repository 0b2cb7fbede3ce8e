import type { RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { Problem } from '../http/problem.ts';
import { createLocalCounts } from './local-counts.ts';

const windowMs = 60_000;

/**
 * Refuses requests of an address over the limit: 429 with `Retry-After`. For what anyone may ask without a token.
 *
 * Each process counts its own: to ask Redis would cost more than most of these answers. Those of one instance have equal
 * parts of the limit.
 */
export function limitAddresses(options: { perMinute: number; processes: number }): RequestHandler {
  const { perMinute, processes } = options;
  const counts = createLocalCounts(windowMs, undefined, processes);

  return ({ ip = '' }, _response, next) => {
    const { total, remainingMs } = counts.add(ipKeyGenerator(ip));
    if (total <= perMinute) return next();
    const seconds = String(Math.ceil(remainingMs / 1_000));
    const detail = `At most ${perMinute} requests a minute. Try again in ${seconds} s.`;
    throw new Problem('rate_limited', detail, { headers: { 'Retry-After': seconds } });
  };
}
