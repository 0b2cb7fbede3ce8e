import express, { Router, type RequestHandler } from 'express';
import { html } from '../http/html.ts';
import { keepPattern } from '../http/request-log.ts';
import type { Audit } from './audit.ts';
import { sessionOf } from './gate.ts';
import { sendPage } from './page.ts';
import { requireXsrfToken } from './same-origin.ts';
import type { Sessions } from './sessions.ts';

interface SignOutDependencies {
  sessions: Sessions;
  audit: Audit;
  requireSession: RequestHandler;
}

/** `/admin/sign-out`. Bull Board's menu can only hold links, so its link leads to a page with a button. */
export function signOutRoutes({ sessions, audit, requireSession }: SignOutDependencies): Router {
  const router = Router();
  router.use(requireSession);

  /** The confirmation page. 200. */
  router.get('/', (_request, response) => {
    const session = sessionOf(response);
    const main = html`<section class="card narrow">
      <h1>Sign out?</h1>
      <p class="muted">You are signed in as ${session.username}.</p>
      <form method="post" action="/admin/sign-out">
        <input type="hidden" name="xsrfToken" value="${session.xsrfToken}" />
        <button>Sign out</button>
      </form>
    </section>`;
    sendPage(response, { title: 'Sign out', main, session });
  });

  /** Ends the session, for copies of its cookie too. 303; 403. */
  router.post('/', express.urlencoded({ limit: '8kb' }), requireXsrfToken, async (request, response) => {
    const session = sessionOf(response);
    audit.record('sign_out', session, request, response);
    await sessions.end(request, response, session);
    response.redirect(303, '/admin/sign-in');
  });

  router.use(keepPattern);
  return router;
}
