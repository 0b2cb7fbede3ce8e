import type { Request, RequestHandler, Response } from 'express';
import { Problem } from '../http/problem.ts';
import { isPageView } from './page.ts';
import { readSessionCookie } from './session-cookie.ts';
import type { Session, Sessions } from './session.ts';
import type { SignedOut } from './signed-out.ts';

/** Who asks, by the cookie: the only thing that says so. */
export type ReadSession = (request: Request) => Promise<Session | null>;

export function createSessionReader(sessions: Sessions, signedOut: SignedOut): ReadSession {
  return async (request) => {
    const token = readSessionCookie(request);
    const session = token === null ? null : await sessions.read(token);
    return session && !(await signedOut.has(session)) ? session : null;
  };
}

/** Lets nobody by without a session. A person is sent to sign in, and comes back here; a program gets 401. */
export function requireSession(readSession: ReadSession): RequestHandler {
  return async (request, response, next) => {
    const session = await readSession(request);
    if (session) {
      response.locals['session'] = session;
      return next();
    }
    if (isPageView(request)) {
      return response.redirect(303, `/admin/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
    }
    throw new Problem('unauthenticated', 'Sign in at /admin/sign-in.', { headers: challenge });
  };
}

/** @returns the session that {@link requireSession} found */
export function sessionOf(response: Response): Session {
  return response.locals['session'] as Session;
}

/** A 401 must say how to do better. See https://datatracker.ietf.org/doc/html/draft-broyer-http-cookie-auth */
export const challenge = {
  'WWW-Authenticate': 'Cookie realm="operators", form-action="/admin/sign-in", cookie-name=operator_session',
};

export const isReading = ({ method }: Request) => method === 'GET' || method === 'HEAD';

/** Refuses a viewer whatever might change something, known to Bull Board or not. */
export const viewersOnlyRead: RequestHandler = (request, response, next) => {
  if (isReading(request) || sessionOf(response).role === 'operator') return next();
  throw new Problem('forbidden', 'A viewer may look and change nothing.');
};
