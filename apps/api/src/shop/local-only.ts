import type { Request, RequestHandler } from 'express';
import { isLoopback } from '@order-countdown/shared/platform/hosts';
import { isForeign } from '../http/foreign.ts';
import { Problem } from '../http/problem.ts';

/*
 * The shop hands out a backend's token, so it is for pages of its own and programs of this machine. Its server listens
 * on loopback alone; this is about whom a browser, a proxy or a tunnel brings along.
 */

const addedByProxies = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via'];

/** Whether a request came straight from this machine, as far as it tells. */
export function isLocal(request: Request): boolean {
  const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? '';
  return isLoopback(host) && addedByProxies.every((name) => request.get(name) === undefined);
}

/** Refuses requests that come from elsewhere, or that a page of another site makes. */
export const refuseOthers: RequestHandler = (request, _response, next) => {
  if (!isLocal(request)) throw new Problem('forbidden', 'The shop answers on this machine only.');
  if (isForeign(request))
    throw new Problem('forbidden', 'The request did not come from the page of the shop.');
  next();
};
