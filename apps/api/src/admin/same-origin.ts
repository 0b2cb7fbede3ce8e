import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { isSame } from './accounts.ts';
import { isReading, sessionOf } from './gate.ts';

/**
 * Against requests that another site makes with an operator's cookies. SameSite=Strict keeps the
 * cookies at home already; this holds where a browser doesn't, or where the other site is a neighbour
 * under the same domain. See
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */

/** Refuses what comes from another origin's page. The sign-in form has no session to prove itself by. */
export const refuseForeign: RequestHandler = (request, _response, next) => {
  if (!isReading(request) && isForeign(request)) throw notFromHere();
  next();
};

/** Refuses a change unless the browser vouches for its origin, or it repeats the session's own token. */
export const requireXsrfToken: RequestHandler = (request, response, next) => {
  const isProven = () =>
    request.get('Sec-Fetch-Site') === 'same-origin' ||
    isSame(givenToken(request), sessionOf(response).xsrfToken);
  if (!isReading(request) && (isForeign(request) || !isProven())) throw notFromHere();
  next();
};

/** By `Sec-Fetch-Site`, which browsers leave out over plain HTTP, and else by `Origin`. Programs send neither. */
function isForeign(request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('Origin');
  return origin !== undefined && URL.parse(origin)?.host !== request.host;
}

const form = z.object({ xsrfToken: z.string() });

/** Scripts send it as a header, forms as a field. */
function givenToken(request: Request): string {
  return request.get('X-XSRF-Token') ?? form.safeParse(request.body).data?.xsrfToken ?? '';
}

function notFromHere(): Problem {
  return new Problem('forbidden', 'The request was not made by a page of this dashboard.');
}
