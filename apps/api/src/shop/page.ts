import type { RequestHandler } from 'express';
import type { Built } from '../http/built.ts';
import { onlyOurOwn } from '../http/content-policy.ts';
import { html } from '../http/html.ts';
import { memoryFile } from '../http/memory-file.ts';
import { documentOf, unlisted } from '../http/page.ts';
import { isLocal } from './local-only.ts';

/** The page of the shop, which `apps/web/src/shop` draws. Requests from elsewhere are left to the next handler. */
export function shopPage(built: Pick<Built, 'tags'>): RequestHandler[] {
  const script = built.tags('src/shop/main.ts');
  const missing = html`<main class="card">
    <h1>The shop is not built</h1>
    <p>Run <code>npm run build</code>, then start the API again. The <a href="/docs">reference</a> works.</p>
  </main>`;
  const page = documentOf({
    title: 'A shop to try · order-countdown',
    head: html`${unlisted} ${script}`,
    body: html`${script.text === '' ? missing : html`<div id="shop"></div>`}
      <noscript
        ><p>
          The shop needs JavaScript. The <a href="/openapi.json">OpenAPI document</a> does not.
        </p></noscript
      >`,
  });
  // Asked for each time: it names the scripts of this build.
  const send = memoryFile(page, { type: 'html', maxAgeSeconds: 0 });
  return [
    (request, _response, next) => next(isLocal(request) ? undefined : 'route'),
    onlyOurOwn,
    (request, response) => send(request, response),
  ];
}
