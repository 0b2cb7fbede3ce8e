import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { findAccount, type Account } from './accounts.ts';
import type { Audit } from './audit.ts';
import { challenge, type ReadSession } from './gate.ts';
import { html, type Html } from '../http/html.ts';
import { keepPattern } from '../http/request-log.ts';
import { brand } from './brand.ts';
import { nextPath } from './next-path.ts';
import { sendPage, wantsPage } from './page.ts';
import { refuseForeign } from './same-origin.ts';
import { setSessionCookies } from './session-cookie.ts';
import type { Sessions } from './session.ts';
import { limitSignIns, retryAfterSeconds } from './sign-in-limits.ts';

/** Whatever a form holds is tried; what it lacks is wrong credentials like any other. */
const field = z.string().max(1_000).catch('');
const formSchema = z.object({ username: field, password: field, next: field.transform(nextPath) });
const formOf = (request: Request) => formSchema.parse(request.body ?? {});

interface SignInDependencies {
  accounts: readonly Account[];
  sessions: Sessions;
  readSession: ReadSession;
  audit: Audit;
}

/** `/admin/sign-in`: a form that works without a script. */
export function signInRoutes({ accounts, sessions, readSession, audit }: SignInDependencies): Router {
  const router = Router();

  /** The form. 200; 303 to where it would lead for whoever has signed in already. */
  router.get('/', async (request, response) => {
    const next = nextPath(request.query['next']);
    if (await readSession(request)) return response.redirect(303, next);
    sendForm(response, 200, { next });
  });

  const limits = limitSignIns(
    (request) => formOf(request).username,
    (request, response) => {
      const { username, next } = formOf(request);
      audit.record('sign_in_limited', { username }, request, response);
      const seconds = retryAfterSeconds(request);
      const headers = { 'Retry-After': String(seconds) };
      const message = `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`;
      if (!wantsPage(request)) throw new Problem('rate_limited', message, { headers });
      sendForm(response.set(headers), 429, { next, username, message });
    },
  );

  /** Begins a session. 303 to the queues, or to `next`; 401 with the form again; 403 from elsewhere; 429. */
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
        const message = 'That username and password do not belong together.';
        return sendForm(response.set(challenge), 401, { next, username, message });
      }
      const { token, session } = await sessions.begin(account);
      setSessionCookies(request, response, token, session);
      response.redirect(303, next);
    },
  );

  router.use(keepPattern);
  return router;
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
    <p class="muted">To the queues and orders behind the countdown.</p>
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
