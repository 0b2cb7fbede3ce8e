import type { Request } from 'express';

/**
 * Whether a page of another origin sent the request. Judged by `Sec-Fetch-Site`, or by `Origin` over plain HTTP, where
 * browsers omit it. Programs send neither.
 */
export function isForeign(request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('Origin');
  return origin !== undefined && URL.parse(origin)?.host !== request.host;
}
