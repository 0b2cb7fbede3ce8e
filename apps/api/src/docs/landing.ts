import { Router, type RequestHandler } from 'express';
import { html } from '../http/html.ts';
import { memoryFile } from '../http/memory-file.ts';
import { brand, icon, pageOf } from '../http/page.ts';

/**
 * What browsers open by themselves. It is no part of the API, so the OpenAPI document does not have it.
 *
 * @param shop answers for `/`, or leaves it to the page that says what this is
 */
export function landing(shop: RequestHandler[]): Router {
  const router = Router();
  if (shop.length > 0) router.get('/', ...shop);
  /** 200: what this is, and where to read on. */
  const sendWelcome = memoryFile(welcome, { type: 'html', maxAgeSeconds: 300 });
  router.get('/', (request, response) => sendWelcome(request, response));
  /** For the pages without an icon of their own: a JSON document, for example. */
  router.get(
    '/favicon.ico',
    memoryFile(icon.text, { type: 'image/svg+xml; charset=utf-8', maxAgeSeconds: 86_400 }),
  );
  return router;
}

const welcome = pageOf({
  title: 'API',
  header: null,
  main: html`<section class="card narrow">
    ${brand}
    <h1>A payment deadline for every order</h1>
    <p>
      A shop places an order here and the shopper sees the time left. Payment before the deadline keeps the
      order; otherwise it is cancelled, once, at the deadline.
    </p>
    <p><a href="/docs">API reference</a> · <a href="/openapi.json">OpenAPI document</a></p>
  </section>`,
});
