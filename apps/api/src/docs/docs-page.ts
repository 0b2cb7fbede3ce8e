import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { html } from '../http/html.ts';
import { route } from '../http/route.ts';

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

/** The only files of the package that the page needs. */
const assets = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);
const assetsFolder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/swagger-ui.css')));
const initializer = fileURLToPath(new URL('./initializer.js', import.meta.url));

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
  problems: [],
  handle: () => (_input, response) => void response.type('html').send(page),
});

/** Everything that the page at `/docs` loads, and what browsers let it load. */
export function docsAssets(): Router {
  const router = Router({ strict: true });
  router.use('/docs', protect);
  router.use('/docs/assets', (request, response, next) => {
    const { path } = request;
    if (path === '/initializer.js') return response.sendFile(initializer, { maxAge: '1h' });
    return assets.has(path) ? serveAsset(request, response, next) : next();
  });
  return router;
}

const serveAsset = express.static(assetsFolder, { index: false, redirect: false, maxAge: '1h' });
