import type { Logger } from '@order-countdown/shared/platform/logger';
import { within } from '@order-countdown/shared/platform/within';
import type { Marks } from '@order-countdown/shared/redis/marks';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { Account } from './accounts.ts';
import type { Session, SessionTokens } from './session-token.ts';

const sessionCookie = 'operator_session';
/** Readable by scripts: Bull Board's client repeats it in the `X-XSRF-TOKEN` header. */
const xsrfCookie = 'XSRF-TOKEN';

/** A 401 names the way to authenticate. See https://datatracker.ietf.org/doc/html/draft-broyer-http-cookie-auth */
export const challenge = {
  'WWW-Authenticate': `Cookie realm="operators", form-action="/admin/sign-in", cookie-name=${sessionCookie}`,
};

/** Operators' sessions, which their browsers keep in cookies. */
export interface Sessions {
  /** Starts a session and sets its cookies. */
  begin(request: Request, response: Response, account: Account): Promise<void>;
  /** @returns the session of the request's cookie; null if there is none, or it is not valid or signed out */
  read(request: Request): Promise<Session | null>;
  /** Ends the session everywhere, copies of its cookie included, and clears the cookies. */
  end(request: Request, response: Response, session: Session): Promise<void>;
}

export interface SessionsDependencies {
  tokens: SessionTokens;
  marks: Pick<Marks, 'get' | 'set'>;
  logger: Logger;
}

export function createSessions({ tokens, marks, logger }: SessionsDependencies): Sessions {
  const signedOut = createSignedOut(marks, logger);
  return {
    async begin(request, response, account) {
      const { token, session } = await tokens.sign(account);
      const { expiresAt: expires, xsrfToken } = session;
      response.cookie(sessionCookie, token, { ...cookieOptions(request), expires, httpOnly: true });
      response.cookie(xsrfCookie, xsrfToken, { ...cookieOptions(request), expires });
    },

    async read(request) {
      const token = parseCookie(request.headers.cookie ?? '')[sessionCookie];
      const session = token === undefined ? null : await tokens.verify(token);
      return session && !(await signedOut.has(session)) ? session : null;
    },

    async end(request, response, session) {
      await signedOut.add(session);
      response.clearCookie(sessionCookie, { ...cookieOptions(request), httpOnly: true });
      response.clearCookie(xsrfCookie, cookieOptions(request));
    },
  };
}

const cookieOptions = (request: Request): CookieOptions => ({
  path: '/admin',
  sameSite: 'strict',
  // Browsers discard Secure cookies that arrive over plain HTTP.
  secure: request.secure,
});

const markTimeLimitMs = 300;

/**
 * The sessions that were signed out, shared by all API processes. A mark holds each until it would have expired.
 * While those can't be read, signed-out sessions count as valid: operators need the dashboard most during an outage, and the
 * browser that signed out has lost its cookie anyway.
 */
function createSignedOut(marks: SessionsDependencies['marks'], logger: Logger) {
  const keyOf = ({ id }: Session) => `operator-signed-out:${id}`;
  return {
    async add(session: Session): Promise<void> {
      const remainingMs = Math.max(1, session.expiresAt.getTime() - Date.now());
      const writing = marks.set(keyOf(session), '', remainingMs);
      await within(markTimeLimitMs, writing).catch((error: unknown) =>
        logger.warn({ err: error }, 'could not record a sign-out'),
      );
    },

    async has(session: Session): Promise<boolean> {
      const found = await within(markTimeLimitMs, marks.get(keyOf(session))).catch(() => null);
      return found !== null;
    },
  };
}
