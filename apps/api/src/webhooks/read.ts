import { callerOf, subjectOf } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { endpointParams, webhookEndpointListResponse, webhookEndpointResponse } from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { endpoint as exampleEndpoint } from './examples.ts';
import { endpointNotFound } from './refusals.ts';
import { representEndpoint } from './representation.ts';

export const listWebhookEndpoints = route({
  operationId: 'listWebhookEndpoints',
  method: 'get',
  path: '/v1/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'List the endpoints',
  description: 'All of them, oldest first, without their secrets.',
  need: 'backend',
  successes: {
    200: {
      description: 'The endpoints.',
      content: json(webhookEndpointListResponse, {
        'One endpoint': { data: [exampleEndpoint], nextCursor: null },
      }),
    },
  },
  problems: [],
  handle:
    ({ endpoints, lists }: WebhookDependencies) =>
    (_input, response) =>
      lists.send(response, subjectOf(callerOf(response)), async () => ({
        data: (await endpoints.list()).map(representEndpoint),
        nextCursor: null,
      })),
});

export const getWebhookEndpoint = route({
  operationId: 'getWebhookEndpoint',
  method: 'get',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag: 'Webhooks',
  summary: 'Get an endpoint',
  description: 'Without its secret, which is returned only when the endpoint is registered.',
  need: 'backend',
  params: endpointParams,
  successes: {
    200: {
      description: 'The endpoint.',
      content: json(webhookEndpointResponse, { 'An endpoint': exampleEndpoint }),
    },
  },
  problems: ['not_found'],
  handle:
    ({ endpoints }: WebhookDependencies) =>
    async ({ params: { endpointId } }, response) => {
      const endpoint = await endpoints.read(endpointId);
      if (!endpoint) throw endpointNotFound();
      response.json(representEndpoint(endpoint));
    },
});
