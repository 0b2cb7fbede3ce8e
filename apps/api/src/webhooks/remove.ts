import { route } from '../http/route.ts';
import { endpointParams } from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { endpointNotFound } from './refusals.ts';

export const removeWebhookEndpoint = route({
  operationId: 'removeWebhookEndpoint',
  method: 'delete',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag: 'Webhooks',
  summary: 'Remove an endpoint',
  description:
    'Nothing more is sent to it, including deliveries that are waiting. One already on its way may still arrive.',
  need: 'backend',
  params: endpointParams,
  successes: { 204: { description: 'The endpoint is removed.', content: {} } },
  problems: ['not_found'],
  handle:
    ({ endpoints }: WebhookDependencies) =>
    async ({ params: { endpointId } }, response) => {
      if (!(await endpoints.remove(endpointId))) throw endpointNotFound();
      response.status(204).end();
    },
});
