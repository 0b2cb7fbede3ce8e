import { hash } from 'node:crypto';
import { Router, type RequestHandler } from 'express';
import type { Built } from './built.ts';
import { memoryFile } from './memory-file.ts';

const yearSeconds = 31_536_000;
/** A page that was loaded before an upgrade may have the module from before for so long. */
const unnamedSeconds = 300;

/** Pages of any origin may load it: it is public, and the API's answers to it are subject to `CORS_ORIGINS`. */
const forAnyOrigin: RequestHandler = (_request, response, next) => {
  response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
  next();
};

/**
 * The module of `<order-countdown>`: at `/order-countdown.js` the current one, and at `/order-countdown-<hash>.js` this one
 * for ever. The former tells the latter as its `Content-Location`. A page that names another version, from before an
 * upgrade, is sent to the current one. Without a build there is neither.
 */
export function elementModule({ element }: Pick<Built, 'element'>): Router {
  const router = Router({ strict: true });
  if (element === null) return router;
  const hashed = `/order-countdown-${hash('sha256', element).slice(0, 16)}.js`;
  const current = memoryFile(element, { type: '.js', maxAgeSeconds: unnamedSeconds });
  const forEver = memoryFile(element, { type: '.js', maxAgeSeconds: yearSeconds, immutable: true });
  router.get(hashed, forAnyOrigin, forEver);
  router.get('/order-countdown-:hash.js', forAnyOrigin, (_request, response) => {
    response.set('Cache-Control', `public, max-age=${unnamedSeconds}`).redirect(302, '/order-countdown.js');
  });
  router.get('/order-countdown.js', forAnyOrigin, (request, response) => {
    response.set('Content-Location', hashed);
    return current(request, response);
  });
  return router;
}
