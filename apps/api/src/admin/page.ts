import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { html, Html } from '../http/html.ts';
import type { Session } from './session-token.ts';
import { css } from './style.ts';

const clock =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" aria-hidden="true">' +
  '<circle cx="16" cy="16" r="14" fill="#1d4ed8"/>' +
  '<path d="M16 8v8l5 4" stroke="#fff" stroke-width="3" fill="none" stroke-linecap="round"/></svg>';

export const icon = `data:image/svg+xml,${encodeURIComponent(clock)}`;

export const brand = html`<p class="brand">${new Html(clock)} order-countdown</p>`;

/** The `style-src` of a Content-Security-Policy that admits the style of these pages. */
export const styleHash = `'sha256-${createHash('sha256').update(css).digest('base64')}'`;

interface Page {
  title: string;
  main: Html;
  status?: number;
  /** Null: nobody is signed in, and the page has no navigation. */
  session: Session | null;
}

/** Sends a self-contained page: no scripts, no other files. */
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

/** Whether a browser is opening a page, rather than a program or a script reading data. */
export function isPageView(request: Request): boolean {
  return request.method === 'GET' && wantsPage(request);
}

/** Whether the request accepts HTML by name, not just by a wildcard. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['application/problem+json', 'text/html']) === 'text/html';
}
