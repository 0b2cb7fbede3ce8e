import express, { Router } from 'express';
import type { Audit } from './audit.ts';
import { requireSession, sessionOf, type ReadSession } from './gate.ts';
import { html } from '../http/html.ts';
import { keepPattern } from '../http/request-log.ts';
import { sendPage } from './page.ts';
import { requireXsrfToken } from './same-origin.ts';
import { clearSessionCookies } from './session-cookie.ts';
import type { SignedOut } from './signed-out.ts';

interface SignOutDependencies {
  readSession: ReadSession;
  signedOut: SignedOut;
  audit: Audit;
}

/** `/admin/sign-out`: Bull Board can only link to it, so the link leads to a button. */
export function signOutRoutes({ readSession, signedOut, audit }: SignOutDependencies): Router {
  const router = Router();
  router.use(requireSession(readSession));

  /** Asks. 200. */
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

  /** Ends the session, in this browser and wherever its cookie may have been copied to. 303; 403. */
  router.post('/', express.urlencoded({ limit: '8kb' }), requireXsrfToken, async (request, response) => {
    const session = sessionOf(response);
    audit.record('sign_out', session, request, response);
    await signedOut.add(session);
    clearSessionCookies(request, response);
    response.redirect(303, '/admin/sign-in');
  });

  router.use(keepPattern);
  return router;
}
