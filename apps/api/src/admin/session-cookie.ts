import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { Session } from './session.ts';

export const sessionCookie = 'operator_session';
/** Bull Board's client repeats it in the header `X-XSRF-TOKEN`, so it must be able to read it. */
export const xsrfCookie = 'XSRF-TOKEN';

const options = (request: Request): CookieOptions => ({
  path: '/admin',
  sameSite: 'strict',
  // Over plain HTTP a browser would throw a Secure cookie away.
  secure: request.secure,
});

export function readSessionCookie(request: Request): string | null {
  return parseCookie(request.headers.cookie ?? '')[sessionCookie] ?? null;
}

export function setSessionCookies(
  request: Request,
  response: Response,
  token: string,
  session: Session,
): void {
  const { expiresAt: expires, xsrfToken } = session;
  response.cookie(sessionCookie, token, { ...options(request), expires, httpOnly: true });
  response.cookie(xsrfCookie, xsrfToken, { ...options(request), expires });
}

export function clearSessionCookies(request: Request, response: Response): void {
  response.clearCookie(sessionCookie, { ...options(request), httpOnly: true });
  response.clearCookie(xsrfCookie, options(request));
}
