import type { Exposition } from '@order-countdown/shared/metrics/exposition';
import { Problem } from './problem.ts';
import { route } from './route.ts';

export const getMetrics = route({
  operationId: 'getMetrics',
  method: 'get',
  path: '/metrics',
  tag: 'Service',
  summary: 'Read the metrics',
  description: `For Prometheus. Those of all processes that \`API_PROCESSES\` started are added up. Send \`METRICS_TOKEN\` as \`Authorization: Bearer …\`. It is not a token of a customer or a backend.
Where it is not set, production refuses everybody, and development refuses nobody.`,
  need: null,
  successes: { 200: { description: "Prometheus' text format.", content: { 'text/plain': {} } } },
  problems: ['unauthenticated', 'internal_error'],
  handle:
    ({ exposition }: { exposition: Exposition }) =>
    async ({ request }, response) => {
      if (!exposition.admits(request.headers.authorization)) {
        const headers = { 'WWW-Authenticate': 'Bearer realm="metrics"' };
        throw new Problem('unauthenticated', 'Send METRICS_TOKEN as a bearer token.', { headers });
      }
      response.type(exposition.contentType).send(await exposition.scrape());
    },
});
