import type { RequestHandler } from 'express';
import { contentSecurityPolicy } from 'helmet';
import type { Built } from '../http/built.ts';
import { html, type Html } from '../http/html.ts';
import { memoryFile } from '../http/memory-file.ts';
import { brand, iconUrl } from '../http/page.ts';
import { route } from '../http/route.ts';
import type { describeApi } from './document.ts';
import { referenceOf } from './reference.ts';

export interface DocsDependencies {
  document: ReturnType<typeof describeApi>;
  built: Built;
}

export const getDocs = route({
  operationId: 'getDocs',
  method: 'get',
  path: '/docs',
  tag: 'Service',
  summary: 'Read and try the API in a browser',
  description: 'A page that loads nothing from other sites, and can be read without scripts.',
  need: null,
  successes: { 200: { description: 'The page.', content: { 'text/html': {} } } },
  problems: ['rate_limited'],
  handle: ({ document, built }: DocsDependencies) => {
    const page = docsPage(document, built.tags('src/docs/main.ts'));
    const send = memoryFile(page, { type: 'html', maxAgeSeconds: 300 });
    return ({ request }, response) => send(request, response);
  },
});

/** Nothing from other sites, no inline scripts, no eval. */
export const protectDocs: RequestHandler = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    // «Try it» calls the API.
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
});

/** @param tags load the style and the script */
function docsPage(document: DocsDependencies['document'], tags: Html): string {
  const { nav, main } = referenceOf(document);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          name="description"
          content="Reference of the order-countdown API: every operation, schema and problem."
        />
        <title>${document.info.title}</title>
        <link rel="icon" href="${iconUrl}" />
        ${tags}
      </head>
      <body>
        <a class="skip" href="#content">Skip the contents</a>
        <nav class="contents" aria-label="Contents">
          ${brand}
          <div class="filter">
            <label>Filter <input id="filter" type="search" autocomplete="off" spellcheck="false" /></label>
            <span id="filtered" class="muted" role="status"></span>
          </div>
          <details>
            <summary>Contents</summary>
            ${nav}
          </details>
        </nav>
        <main id="content" tabindex="-1">${main}</main>
      </body>
    </html>`.text;
}
