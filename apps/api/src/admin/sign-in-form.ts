import type { Response } from 'express';
import { html, type Html } from '../http/html.ts';
import { brand } from '../http/page.ts';
import { sendPage } from './page.ts';

/** A longer destination is not kept. */
export const maxNextLength = 2_000;

export interface SignInForm {
  /** Where to go after signing in. */
  next: string;
  username?: string;
  /** What went wrong before. */
  message?: string;
}

/** @param asksForCode whether operators have a second factor */
export function sendSignInForm(
  response: Response,
  status: number,
  { next, username = '', message }: SignInForm,
  asksForCode: boolean,
): void {
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
      ${asksForCode ? codeField : null}
      <button>Sign in</button>
    </form>
  </section>`;
  sendPage(response, { title: 'Sign in', main, status, session: null });
}

/** Not required: viewers have no second factor. */
const codeField = html`<label>
  Code from the operator’s authenticator app
  <input name="code" autocomplete="one-time-code" inputmode="numeric" spellcheck="false" maxlength="10" />
</label>`;
