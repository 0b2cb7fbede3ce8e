import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { icon } from './brand.ts';
import { html, Html } from '../http/html.ts';
import type { Session } from './session.ts';
import { css } from './style.ts';

/** What the `style-src` of a Content-Security-Policy needs to let the pages' own style in. */
export const styleHash = `'sha256-${createHash('sha256').update(css).digest('base64')}'`;

interface Page {
  title: string;
  main: Html;
  status?: number;
  /** Null: nobody is signed in, so there is nowhere to go from here. */
  session: Session | null;
}

/** Sends a page of ours: no script, and no file beside it. */
export function sendPage(response: Response, { title, main, status = 200, session }: Page): void {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · order-countdown</title>
        <link rel="icon" href="${icon}" />
        ${new Html(`<style>${css}</style>`)}
      </head>
      <body>
        ${session && navigation(session)}
        <main>${main}</main>
      </body>
    </html>`;
  response.status(status).type('html').send(page.text);
}

const navigation = ({ username, role }: Session) =>
  html`<header>
    <nav aria-label="Operators">
      <strong>order-countdown</strong>
      <a href="/admin/queues">Queues</a>
      <a href="/admin/orders">Orders</a>
    </nav>
    <p>
      ${username} ${username === role ? null : html`<span class="muted">(${role})</span>`}
      <a href="/admin/sign-out">Sign out</a>
    </p>
  </header>`;

/** A person looks at a page, rather than a program or a page's script at data. */
export function isPageView(request: Request): boolean {
  return request.method === 'GET' && wantsPage(request);
}

/** The answer will be shown to a person: it is asked for as HTML, and not just as anything. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['application/problem+json', 'text/html']) === 'text/html';
}
