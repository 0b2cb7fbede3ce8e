import { route } from '../http/route.ts';

export const getOpenApi = route({
  operationId: 'getOpenApi',
  method: 'get',
  path: '/openapi.json',
  tag: 'Service',
  summary: 'Get this description',
  description: 'OpenAPI 3.1. May be cached for five minutes.',
  need: null,
  successes: { 200: { description: 'This description.', content: { 'application/json': {} } } },
  problems: [],
  handle:
    ({ openapi }: { openapi: string }) =>
    (_input, response) => {
      response.set('Cache-Control', 'public, max-age=300').type('json').send(openapi);
    },
});
