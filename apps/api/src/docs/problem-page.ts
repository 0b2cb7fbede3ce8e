import { Router } from 'express';
import { html } from '../http/html.ts';
import { Problem } from '../http/problem.ts';
import { address } from '../http/methods.ts';
import { isProblemCode, problemKind } from './problem-kinds.ts';

/** `/problems/{code}`, where the `type` of each problem points to. 200 with JSON, or a page for a browser; 404. */
export function problemPages(): Router {
  const router = Router({ strict: true });
  address(router, '/problems/:code', {
    get: [
      (request, response) => {
        const code = String(request.params['code']);
        if (!isProblemCode(code)) throw new Problem('not_found', 'There is no problem with this code.');
        const kind = problemKind(code);
        response.vary('Accept').set('Cache-Control', 'public, max-age=300');
        if (request.accepts(['json', 'html']) === 'html') response.type('html').send(pageOf(kind));
        else response.json(kind);
      },
    ],
  });
  return router;
}

const pageOf = ({ title, status, code, description }: ReturnType<typeof problemKind>) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · order-countdown</title>
      </head>
      <body>
        <h1>${title}</h1>
        <p><code>${status} ${code}</code></p>
        <p>${description}</p>
        <p><a href="/docs">The API</a></p>
      </body>
    </html>`.text;
