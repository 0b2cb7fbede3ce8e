import { json } from '../examples.ts';
import type { Operation } from '../operation.ts';
import { problemKind } from '../problem-kinds.ts';

/** What is open to anyone: how the service fares, and how it is used. */
export const serviceOperations: Operation[] = [
  {
    id: 'getLiveness',
    method: 'get',
    path: '/health/live',
    tag: 'Service',
    summary: 'Ask whether the process answers',
    description: 'It says nothing about Postgres or Redis: a restart would mend neither.',
    need: null,
    successes: {
      200: { description: 'It answers.', content: json('Liveness', { Alive: { status: 'ok' } }) },
    },
    problems: [],
  },
  {
    id: 'getReadiness',
    method: 'get',
    path: '/health/ready',
    tag: 'Service',
    summary: 'Ask whether orders can be decided',
    description: `They can while Postgres answers. Without Redis the service is \`degraded\`: everything goes on, and overdue orders
are cancelled a little later.`,
    need: null,
    successes: {
      200: {
        description: 'Send requests.',
        content: json('Readiness', {
          Ready: { status: 'ready', postgres: 'up', redis: 'up' },
          'Without Redis': { status: 'degraded', postgres: 'up', redis: 'down' },
        }),
      },
      503: {
        description: 'Send requests elsewhere.',
        content: json('Readiness', {
          'Without Postgres': { status: 'unavailable', postgres: 'down', redis: 'up' },
        }),
      },
    },
    problems: [],
  },
  {
    id: 'getMetrics',
    method: 'get',
    path: '/metrics',
    tag: 'Service',
    summary: 'Read the metrics of this process',
    description: `For Prometheus. Where \`METRICS_TOKEN\` is configured, it is asked for as \`Authorization: Bearer …\`; that is no
token of a customer or a backend.`,
    need: null,
    successes: {
      200: {
        description: "Prometheus' text format.",
        content: { 'text/plain': {} },
      },
    },
    problems: ['unauthenticated', 'internal_error'],
  },
  {
    id: 'getOpenApi',
    method: 'get',
    path: '/openapi.json',
    tag: 'Service',
    summary: 'Read this description',
    description: 'OpenAPI 3.1. It may be cached for five minutes.',
    need: null,
    successes: {
      200: { description: 'This description.', content: { 'application/json': {} } },
    },
    problems: [],
  },
  {
    id: 'getDocs',
    method: 'get',
    path: '/docs',
    tag: 'Service',
    summary: 'Read and try the API in a browser',
    description: 'A page of our own: nothing on it comes from anywhere else.',
    need: null,
    successes: { 200: { description: 'The page.', content: { 'text/html': {} } } },
    problems: [],
  },
  {
    id: 'getProblemKind',
    method: 'get',
    path: '/problems/{code}',
    tag: 'Service',
    summary: 'Read about a kind of problem',
    description: 'What the `type` of a problem points to. A browser gets a page, a program gets JSON.',
    need: null,
    parameters: [
      {
        name: 'code',
        in: 'path',
        description: 'The `code` of a problem.',
        required: true,
        schema: { type: 'string' },
        example: 'order_expired',
      },
    ],
    successes: {
      200: {
        description: 'What it means, and what to do about it.',
        content: {
          ...json('ProblemKind', { 'Paid too late': problemKind('order_expired') }),
          'text/html': {},
        },
      },
    },
    problems: ['not_found', 'invalid_parameter'],
  },
];
