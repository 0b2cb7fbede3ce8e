import type { Request, Response } from 'express';
import { html, type Html } from '../http/html.ts';
import { pageOf, wantsPage } from '../http/page.ts';
import type { Session } from './session-token.ts';

interface Page {
  title: string;
  main: Html;
  status?: number;
  /** Null: nobody is signed in, and the page has no navigation. */
  session: Session | null;
}

export function sendPage(response: Response, { title, main, status = 200, session }: Page): void {
  const page = pageOf({ title, main, header: session && navigation(session) });
  response.status(status).type('html').send(page);
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
