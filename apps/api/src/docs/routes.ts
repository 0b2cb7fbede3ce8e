import { Router } from 'express';
import { address } from '../http/methods.ts';
import { docsPage } from './docs-page.ts';
import { createDocument } from './document.ts';
import { problemPages } from './problem-page.ts';

/** How the API tells about itself: `/openapi.json`, `/docs` and `/problems/{code}`. Open to anyone. */
export function documentation(): Router {
  const document = JSON.stringify(createDocument());
  const router = Router({ strict: true });
  address(router, '/openapi.json', {
    get: [
      (_request, response) => {
        response.set('Cache-Control', 'public, max-age=300').type('json').send(document);
      },
    ],
  });
  router.use(docsPage());
  router.use(problemPages());
  return router;
}
