import { Router, type RequestHandler } from 'express';
import type { Connection } from '@order-countdown/shared/redis/answering';
import { built } from '../http/built.ts';
import { html } from '../http/html.ts';
import { documentOf, unlisted } from '../http/page.ts';
import { sessionOf } from './gate.ts';
import { consoleHeaders } from './headers.ts';
import { isPageView } from './page.ts';
import type { Session } from './session-token.ts';

const tags = built.tags('src/console/main.ts');

/** The console's pages: one document, whose script shows what its address names. */
const paths = [
  '/',
  '/orders',
  '/orders/:id',
  '/refunds',
  '/webhooks',
  '/webhooks/:endpointId',
  '/webhooks/:endpointId/deliveries/:deliveryId',
  '/audit',
];

/** `/admin` and the pages below it. 200, even for what does not exist: the API under `/admin/api` knows. */
export function consolePages(environment: string): Router {
  const router = Router();
  const page = consolePage(environment);
  for (const path of paths) router.get(path, ...page);
  return router;
}

/** Stands in for the page of the queues while their store is away. Bull Board would show that there are none. */
export function queuesAway(connection: Connection, environment: string): RequestHandler {
  const [setHeaders, send] = consolePage(environment);
  return (request, response, next) => {
    if (connection.status === 'ready' || !isPageView(request)) return next();
    setHeaders(request, response, () => send(request, response, next));
  };
}

function consolePage(environment: string): [RequestHandler, RequestHandler] {
  return [
    consoleHeaders,
    (_request, response) => {
      response.type('html').send(documentFor(sessionOf(response)));
    },
  ];

  function documentFor({ username, role }: Session): string {
    return documentOf({
      title: 'order-countdown',
      head: html`${unlisted} ${tags}`,
      body: html`<order-console
        data-username="${username}"
        data-role="${role}"
        data-environment="${environment}"
      >
        ${tags.text === '' ? html`<p>The console has not been built: run <code>npm run build</code>.</p>` : null}
        <noscript>
          <p>The console needs JavaScript. <a href="/admin/sign-out">Sign out</a></p>
        </noscript>
      </order-console>`,
    });
  }
}
