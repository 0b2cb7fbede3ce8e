import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { contentSecurityPolicy } from 'helmet';
import { html } from '../http/html.ts';
import { address } from '../http/methods.ts';

const title = 'order-countdown: the API';

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
      <noscript>This page needs JavaScript. <a href="/openapi.json">What it shows</a> does not.</noscript>
      <script src="/docs/assets/swagger-ui-bundle.js"></script>
      <script src="/docs/assets/initializer.js"></script>
    </body>
  </html>`.text;

/** Of all that the package brings, what the page asks for. */
const assets = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);
const assetsFolder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/swagger-ui.css')));
const initializer = fileURLToPath(new URL('./initializer.js', import.meta.url));

/** Nothing comes from elsewhere, no script stands in the page, and no text is run as one. */
const protect = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    // «Try it out» asks the API.
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
});

/** `/docs`: the API to read and to try, by Swagger UI. All that it needs is served here. */
export function docsPage(): Router {
  const router = Router({ strict: true });
  router.use('/docs', protect);
  for (const path of ['/docs', '/docs/']) {
    address(router, path, { get: [(_request, response) => void response.type('html').send(page)] });
  }
  router.use('/docs/assets', (request, response, next) => {
    const { path } = request;
    if (path === '/initializer.js') return response.sendFile(initializer, { maxAge: '1h' });
    return assets.has(path) ? serveAsset(request, response, next) : next();
  });
  return router;
}

const serveAsset = express.static(assetsFolder, { index: false, redirect: false, maxAge: '1h' });
