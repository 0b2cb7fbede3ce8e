import type { RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { Problem } from './problem.ts';

const windowMs = 60_000;

/** Bounds the memory: the oldest are forgotten first. */
const maxAddresses = 10_000;

/**
 * Refuses requests of an address over the limit: 429 with `Retry-After`. For what anyone may ask without a token.
 *
 * Each process counts its own: to ask Redis would cost more than most of these answers.
 */
export function limitAddresses({ perMinute }: { perMinute: number }): RequestHandler {
  const windows = new Map<string, { count: number; endsAtMs: number }>();

  function windowOf(address: string, nowMs: number) {
    const known = windows.get(address);
    if (known && known.endsAtMs > nowMs) return known;
    windows.delete(address);
    const [oldest] = windows.keys();
    if (oldest !== undefined && windows.size >= maxAddresses) windows.delete(oldest);
    const window = { count: 0, endsAtMs: nowMs + windowMs };
    windows.set(address, window);
    return window;
  }

  return ({ ip = '' }, _response, next) => {
    const nowMs = performance.now();
    const window = windowOf(ipKeyGenerator(ip), nowMs);
    window.count += 1;
    if (window.count <= perMinute) return next();
    const seconds = String(Math.ceil((window.endsAtMs - nowMs) / 1_000));
    const detail = `At most ${perMinute} requests a minute. Try again in ${seconds} s.`;
    throw new Problem('rate_limited', detail, { headers: { 'Retry-After': seconds } });
  };
}
