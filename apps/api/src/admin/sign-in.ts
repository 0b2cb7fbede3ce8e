import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { wantsPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { findAccount, type Account } from './accounts.ts';
import type { Audit } from './audit.ts';
import { consolePath } from './board.ts';
import { keepPattern } from '../http/request-log.ts';
import { refuseForeign } from './same-origin.ts';
import type { SecondFactor } from './second-factor.ts';
import { challenge, type Sessions } from './sessions.ts';
import { maxNextLength, sendSignInForm, type SignInForm } from './sign-in-form.ts';
import type { SignInLimits } from './sign-in-limits.ts';

/** Every form parses: a missing or oversized field becomes an empty string, and so wrong credentials. */
const field = z.string().max(1_000).catch('');
const formSchema = z.object({
  username: field,
  password: field,
  code: field,
  next: field.transform(nextPath),
});
type SignIn = z.infer<typeof formSchema>;
const formOf = (request: Request) => formSchema.parse(request.body ?? {});

interface SignInDependencies {
  accounts: readonly Account[];
  /** Null: operators sign in with their password alone. */
  secondFactor: SecondFactor | null;
  limits: SignInLimits;
  sessions: Sessions;
  audit: Audit;
}

/** `/admin/sign-in`: a form that works without JavaScript. */
export function signInRoutes(dependencies: SignInDependencies): Router {
  const { accounts, secondFactor, limits, sessions, audit } = dependencies;
  const router = Router();
  const sendForm = (response: Response, status: number, form: SignInForm) =>
    sendSignInForm(response, status, form, secondFactor !== null);

  /** The form. 200; 303 to its destination if already signed in. */
  router.get('/', async (request, response) => {
    const next = nextPath(request.query['next']);
    if (await sessions.read(request)) return response.redirect(303, next);
    sendForm(response, 200, { next });
  });

  /** The account of the form. A code is used up only together with the right password. */
  async function authenticate({ username, password, code }: SignIn): Promise<Account | null> {
    const account = findAccount(accounts, { username, password });
    const period = secondFactor?.periodOf(code) ?? null;
    if (account?.role !== 'operator' || !secondFactor) return account;
    return period !== null && (await secondFactor.use(period)) ? account : null;
  }

  function refuse(request: Request, response: Response, waitMs: number): void {
    const { username, next } = formOf(request);
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    const wait = seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
    const headers = { 'Retry-After': String(seconds) };
    const message = `Too many failed attempts. Try again in ${wait}.`;
    if (!wantsPage(request)) throw new Problem('rate_limited', message, { headers });
    sendForm(response.set(headers), 429, { next, username, message });
  }

  /** Starts a session. 303 to `next`, by default the console; 401 with the form; 403 from another origin; 429. */
  router.post('/', refuseForeign, express.urlencoded({ limit: '8kb' }), async (request, response) => {
    const form = formOf(request);
    const { username, next } = form;
    const attempt = await limits.begin(request.ip ?? '', username);
    if (attempt.isRefused) {
      audit.record('sign_in_limited', { username }, request, response);
      return refuse(request, response, attempt.waitMs);
    }
    const account = await authenticate(form);
    audit.record(account ? 'sign_in' : 'sign_in_failed', account ?? { username }, request, response);
    if (!account && attempt.waitMs > 0) return refuse(request, response, attempt.waitMs);
    if (!account) {
      const message = secondFactor ? 'Wrong username, password or code.' : 'Wrong username or password.';
      return sendForm(response.set(challenge), 401, { next, username, message });
    }
    await attempt.succeeded();
    await sessions.begin(request, response, account);
    response.redirect(303, next);
  });

  router.use(keepPattern);
  return router;
}

/** The path to open after signing in: always one under `/admin`, never another site's. */
function nextPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > maxNextLength) return consolePath;
  const base = 'http://here';
  const url = URL.parse(given, base);
  // The parser has resolved dots, backslashes and control characters as a browser does.
  if (url?.origin !== base || !/^\/admin(\/|$)/.test(url.pathname)) return consolePath;
  if (/^\/admin\/sign-/i.test(url.pathname)) return consolePath;
  return url.pathname + url.search + url.hash;
}
