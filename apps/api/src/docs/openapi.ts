import { route } from '../http/route.ts';
import { memoryFile } from '../http/memory-file.ts';

export const getOpenApi = route({
  operationId: 'getOpenApi',
  method: 'get',
  path: '/openapi.json',
  tag: 'Service',
  summary: 'Get this description',
  description: 'OpenAPI 3.1. May be cached for five minutes.',
  need: null,
  successes: { 200: { description: 'This description.', content: { 'application/json': {} } } },
  problems: ['rate_limited'],
  handle: ({ document }: { document: object }) => {
    const send = memoryFile(JSON.stringify(document), { type: 'json', maxAgeSeconds: 300 });
    return ({ request }, response) => send(request, response);
  },
});
