import { readFileSync } from 'node:fs';
import { Router } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { html } from '../http/html.ts';
import { route } from '../http/route.ts';
import { memoryFile } from '../http/memory-file.ts';

const title = 'order-countdown API';

const page = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png" />
      <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
    </head>
    <body>
      <main id="docs"></main>
      <noscript
        >This page needs JavaScript. <a href="/openapi.json">The OpenAPI document</a> does not.</noscript
      >
      <script src="/docs/assets/swagger-ui-bundle.js"></script>
      <script src="/docs/assets/initializer.js"></script>
    </body>
  </html>`.text;

/** What the page loads, and where it is on disk. */
const assets = {
  'swagger-ui.css': import.meta.resolve('swagger-ui-dist/swagger-ui.css'),
  'swagger-ui-bundle.js': import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
  'favicon-32x32.png': import.meta.resolve('swagger-ui-dist/favicon-32x32.png'),
  'initializer.js': new URL('./initializer.js', import.meta.url).href,
};

/** Nothing from other sites, no inline scripts, no eval. */
const protect = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    // «Try it out» calls the API.
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
});

export const getDocs = route({
  operationId: 'getDocs',
  method: 'get',
  path: '/docs',
  tag: 'Service',
  summary: 'Read and try the API in a browser',
  description: 'A page that loads nothing from other sites.',
  need: null,
  successes: { 200: { description: 'The page.', content: { 'text/html': {} } } },
  problems: ['rate_limited'],
  handle: () => {
    const send = memoryFile(page, { type: 'html', maxAgeSeconds: 300 });
    return ({ request }, response) => send(request, response);
  },
});

/** Everything that the page at `/docs` loads, and what browsers let it load. */
export function docsAssets(): Router {
  const router = Router({ strict: true });
  router.use('/docs', protect);
  for (const [name, url] of Object.entries(assets)) {
    const type = name.slice(name.lastIndexOf('.'));
    router.get(
      `/docs/assets/${name}`,
      memoryFile(readFileSync(new URL(url)), { type, maxAgeSeconds: 3_600 }),
    );
  }
  return router;
}
