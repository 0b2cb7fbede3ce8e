import type { RequestHandler } from 'express';
import { contentSecurityPolicy } from 'helmet';
import type { Built } from '../http/built.ts';
import { html } from '../http/html.ts';
import { memoryFile } from '../http/memory-file.ts';
import { iconUrl } from '../http/page.ts';
import { isLocal } from './local-only.ts';

/** Nothing from other sites, no inline scripts or styles. */
const protect = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
});

/** The page of the shop, which `apps/web/src/shop` draws. Requests from elsewhere are left to the next handler. */
export function shopPage(built: Pick<Built, 'tags'>): RequestHandler[] {
  const script = built.tags('src/shop/main.ts');
  const missing = html`<main class="card">
    <h1>The shop is not built</h1>
    <p>Run <code>npm run build</code>, then start the API again. The <a href="/docs">reference</a> works.</p>
  </main>`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>A shop to try · order-countdown</title>
        <link rel="icon" href="${iconUrl}" />
        ${script}
      </head>
      <body>
        ${script.text === '' ? missing : html`<div id="shop"></div>`}
        <noscript
          ><p>
            The shop needs JavaScript. The <a href="/openapi.json">OpenAPI document</a> does not.
          </p></noscript
        >
      </body>
    </html>`.text;
  // Asked for each time: it names the scripts of this build.
  const send = memoryFile(page, { type: 'html', maxAgeSeconds: 0 });
  return [
    (request, _response, next) => next(isLocal(request) ? undefined : 'route'),
    protect,
    (request, response) => send(request, response),
  ];
}
