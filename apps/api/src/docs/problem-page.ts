import { z } from 'zod';
import { json } from '../http/content.ts';
import { html } from '../http/html.ts';
import { problemPage } from '../http/problem-page.ts';
import { Problem } from '../http/problem.ts';
import { isProblemCode, problemCodes, problemKind, problems, type ProblemCode } from '../http/problems.ts';
import { problemKindResponse } from '../http/responses.ts';
import { route } from '../http/route.ts';
import { markdown } from './markdown.ts';
import { memoryFile } from '../http/memory-file.ts';

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
  problems: ['not_found', 'rate_limited'],
  handle: () => {
    const pages = new Map(problemCodes.map((code) => [code, filesOf(code)]));
    return ({ params: { code }, request }, response) => {
      const page = isProblemCode(code) ? pages.get(code) : undefined;
      if (!page) throw new Problem('not_found', 'There is no problem with this code.');
      response.vary('Accept');
      const send = request.accepts(['json', 'html']) === 'html' ? page.html : page.json;
      return send(request, response);
    };
  },
});

function filesOf(code: ProblemCode) {
  const kind = explained(code);
  return {
    json: memoryFile(JSON.stringify(kind), { type: 'json', maxAgeSeconds: 300 }),
    html: memoryFile(pageFor(kind), { type: 'html', maxAgeSeconds: 300 }),
  };
}

const pageFor = ({ description, ...kind }: ReturnType<typeof explained>) =>
  problemPage({
    ...kind,
    text: markdown(description),
    link: html`<a href="/docs#problem-${kind.code}">API reference</a>`,
  });
