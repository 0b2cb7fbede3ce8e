import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { isForeign } from '../http/foreign.ts';
import { Problem } from '../http/problem.ts';
import { isSame } from './accounts.ts';
import { isReading, sessionOf } from './gate.ts';

/*
 * Protection against requests that another site makes with an operator's cookies. SameSite=Strict already withholds
 * the cookies; these checks also cover old browsers and other sites under the same domain. See
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */

/** Refuses changes from pages of other origins. Enough for the sign-in form, which has no session yet. */
export const refuseForeign: RequestHandler = (request, _response, next) => {
  if (!isReading(request) && isForeign(request)) throw notOurPage();
  next();
};

/** Refuses changes unless the browser confirms the same origin, or the request repeats the session's token. */
export const requireXsrfToken: RequestHandler = (request, response, next) => {
  const isProven = () =>
    request.get('Sec-Fetch-Site') === 'same-origin' ||
    isSame(givenToken(request), sessionOf(response).xsrfToken);
  if (!isReading(request) && (isForeign(request) || !isProven())) throw notOurPage();
  next();
};

const form = z.object({ xsrfToken: z.string() });

/** Scripts send the token as a header, forms as a field. */
function givenToken(request: Request): string {
  return request.get('X-XSRF-Token') ?? form.safeParse(request.body).data?.xsrfToken ?? '';
}

function notOurPage(): Problem {
  return new Problem('forbidden', 'The request did not come from a page of this dashboard.');
}
