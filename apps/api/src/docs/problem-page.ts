import { z } from 'zod';
import { json } from '../http/content.ts';
import { html } from '../http/html.ts';
import { brand, pageOf } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { isProblemCode, problemKind, problems, type ProblemCode } from '../http/problems.ts';
import { problemKindResponse } from '../http/responses.ts';
import { route } from '../http/route.ts';

const explained = (code: ProblemCode) => ({ ...problemKind(code), description: problems[code].description });

export const getProblemKind = route({
  operationId: 'getProblemKind',
  method: 'get',
  path: '/problems/{code}',
  tag: 'Service',
  summary: 'Read about a kind of problem',
  description: 'The `type` of a problem is this address. Browsers get a page, programs get JSON.',
  need: null,
  params: z.object({
    code: z.string().meta({ description: 'The `code` of a problem.', example: 'order_expired' }),
  }),
  successes: {
    200: {
      description: 'What it means and what to do about it.',
      content: {
        ...json(problemKindResponse, { 'Paid too late': explained('order_expired') }),
        'text/html': {},
      },
    },
  },
  problems: ['not_found'],
  handle:
    () =>
    ({ params: { code }, request }, response) => {
      if (!isProblemCode(code)) throw new Problem('not_found', 'There is no problem with this code.');
      const kind = explained(code);
      response.vary('Accept').set('Cache-Control', 'public, max-age=300');
      if (request.accepts(['json', 'html']) === 'html') response.type('html').send(problemPage(kind));
      else response.json(kind);
    },
});

const problemPage = ({ title, status, code, description }: ReturnType<typeof explained>) =>
  pageOf({
    title,
    header: null,
    main: html`${brand}
      <section class="card">
        <h1>${title}</h1>
        <p><code>${status} ${code}</code></p>
        <p>${withCode(description)}</p>
        <p><a href="/docs">API reference</a></p>
      </section>`,
  });

/** Descriptions are Markdown, of which they use `code` alone. */
const withCode = (markdown: string) =>
  markdown.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
