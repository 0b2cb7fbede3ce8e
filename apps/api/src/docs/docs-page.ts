import type { Built } from '../http/built.ts';
import { html, type Html } from '../http/html.ts';
import { memoryFile } from '../http/memory-file.ts';
import { brand, documentOf } from '../http/page.ts';
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

/** @param tags load the style and the script */
function docsPage(document: DocsDependencies['document'], tags: Html): string {
  const { nav, main } = referenceOf(document);
  return documentOf({
    title: document.info.title,
    head: html`<meta
        name="description"
        content="Reference of the order-countdown API: every operation, schema and problem."
      />
      ${tags}`,
    body: html`<a class="skip" href="#content">Skip the contents</a>
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
      <main id="content" tabindex="-1">${main}</main>`,
  });
}
