import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { html, type Html } from '../http/html.ts';
import { Problem } from '../http/problem.ts';
import { findAccount, type Account } from './accounts.ts';
import type { Audit } from './audit.ts';
import { boardPath } from './board.ts';
import { brand } from '../http/page.ts';
import { sendPage, wantsPage } from './page.ts';
import { keepPattern } from '../http/request-log.ts';
import { refuseForeign } from './same-origin.ts';
import { challenge, type Sessions } from './sessions.ts';
import { limitSignIns, retryAfterSeconds } from './sign-in-limits.ts';

/** Every form parses: a missing or oversized field becomes an empty string, and so wrong credentials. */
const field = z.string().max(1_000).catch('');
const formSchema = z.object({ username: field, password: field, next: field.transform(nextPath) });
const formOf = (request: Request) => formSchema.parse(request.body ?? {});

interface SignInDependencies {
  accounts: readonly Account[];
  sessions: Sessions;
  audit: Audit;
}

/** `/admin/sign-in`: a form that works without JavaScript. */
export function signInRoutes({ accounts, sessions, audit }: SignInDependencies): Router {
  const router = Router();

  /** The form. 200; 303 to its destination if already signed in. */
  router.get('/', async (request, response) => {
    const next = nextPath(request.query['next']);
    if (await sessions.read(request)) return response.redirect(303, next);
    sendForm(response, 200, { next });
  });

  const limits = limitSignIns(
    (request) => formOf(request).username,
    (request, response) => {
      const { username, next } = formOf(request);
      audit.record('sign_in_limited', { username }, request, response);
      const seconds = retryAfterSeconds(request);
      const headers = { 'Retry-After': String(seconds) };
      const message = `Too many attempts. Try again in ${Math.ceil(seconds / 60)} min.`;
      if (!wantsPage(request)) throw new Problem('rate_limited', message, { headers });
      sendForm(response.set(headers), 429, { next, username, message });
    },
  );

  /** Starts a session. 303 to `next`, by default the queues; 401 with the form; 403 from another origin; 429. */
  router.post(
    '/',
    refuseForeign,
    express.urlencoded({ limit: '8kb' }),
    ...limits,
    async (request, response) => {
      const { username, password, next } = formOf(request);
      const account = findAccount(accounts, { username, password });
      audit.record(account ? 'sign_in' : 'sign_in_failed', account ?? { username }, request, response);
      if (!account) {
        const message = 'Wrong username or password.';
        return sendForm(response.set(challenge), 401, { next, username, message });
      }
      await sessions.begin(request, response, account);
      response.redirect(303, next);
    },
  );

  router.use(keepPattern);
  return router;
}

const maxNextLength = 2_000;

/** The path to open after signing in: always one under `/admin`, never another site's. */
function nextPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > maxNextLength) return boardPath;
  const base = 'http://here';
  const url = URL.parse(given, base);
  // The parser has resolved dots, backslashes and control characters as a browser does.
  if (url?.origin !== base || !url.pathname.startsWith('/admin/')) return boardPath;
  if (/^\/admin\/sign-/i.test(url.pathname)) return boardPath;
  return url.pathname + url.search + url.hash;
}

interface Form {
  next: string;
  username?: string;
  message?: string;
}

function sendForm(response: Response, status: number, { next, username = '', message }: Form): void {
  const main: Html = html`<section class="card narrow">
    ${brand}
    <h1>Sign in</h1>
    <p class="muted">Sign in to see queues and orders.</p>
    ${message ? html`<p class="alert" role="alert" id="message">${message}</p>` : null}
    <form method="post" action="/admin/sign-in">
      <input type="hidden" name="next" value="${next}" />
      <label>
        Username
        <input
          name="username"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          maxlength="1000"
          ${message ? html`aria-describedby="message"` : html`autofocus`}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          name="password"
          autocomplete="current-password"
          required
          maxlength="1000"
          ${message ? html`aria-describedby="message" autofocus` : null}
        />
      </label>
      <button>Sign in</button>
    </form>
  </section>`;
  sendPage(response, { title: 'Sign in', main, status, session: null });
}
