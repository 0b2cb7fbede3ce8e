import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../http/problem.ts';
import { isPageView } from './page.ts';
import type { Session } from './session-token.ts';
import { maxNextLength } from './sign-in-form.ts';
import { challenge, type Sessions } from './sessions.ts';

/**
 * Requires a session. Page views are redirected to the sign-in form and return afterwards; others get 401.
 *
 * @param limitStrangers counts the requests that have none
 */
export function createSessionGate(
  sessions: Pick<Sessions, 'read'>,
  limitStrangers: RequestHandler,
): RequestHandler {
  return async (request, response, next) => {
    const session = await sessions.read(request);
    if (session) {
      response.locals['session'] = session;
      return next();
    }
    await limitStrangers(request, response, () => askToSignIn(request, response));
  };
}

function askToSignIn(request: Request, response: Response): void {
  if (isPageView(request)) {
    const { originalUrl } = request;
    const next = originalUrl.length <= maxNextLength ? `?next=${encodeURIComponent(originalUrl)}` : '';
    response.redirect(303, `/admin/sign-in${next}`);
    return;
  }
  throw new Problem('unauthenticated', 'Sign in at /admin/sign-in.', { headers: challenge });
}

/** @returns the session that {@link requireSession} found */
export function sessionOf(response: Response): Session {
  return response.locals['session'] as Session;
}

export const isReading = ({ method }: Request) => method === 'GET' || method === 'HEAD';

/** Refuses every request of a viewer that could change something, including those unknown to Bull Board. */
export const viewersOnlyRead: RequestHandler = (request, response, next) => {
  if (isReading(request) || sessionOf(response).role === 'operator') return next();
  throw new Problem('forbidden', 'Viewers have read-only access.');
};
