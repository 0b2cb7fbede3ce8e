import { Router } from 'express';
import { icon } from '../http/page.ts';
import { memoryFile } from '../http/memory-file.ts';

/** What browsers open by themselves. It is no part of the API, so the OpenAPI document does not have it. */
export function landing(): Router {
  const router = Router();
  /** 303 to the reference. */
  router.get('/', (_request, response) => response.redirect(303, '/docs'));
  /** For the pages without an icon of their own: a JSON document, for example. */
  router.get(
    '/favicon.ico',
    memoryFile(icon.text, { type: 'image/svg+xml; charset=utf-8', maxAgeSeconds: 86_400 }),
  );
  return router;
}
