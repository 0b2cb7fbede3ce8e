import { callerOf, subjectOf } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import {
  encodeHistoryCursor,
  endpointParams,
  listDeliveriesQuery,
  webhookDeliveryPageResponse,
  webhookDeliveryResponse,
} from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { delivered, pendingPing, retriedDelivery } from './examples.ts';
import { endpointNotFound } from './refusals.ts';
import { representDelivery } from './representation.ts';

export const testWebhookEndpoint = route({
  operationId: 'testWebhookEndpoint',
  method: 'post',
  path: '/v1/webhook-endpoints/{endpointId}/test',
  tag: 'Webhooks',
  summary: 'Send a ping to an endpoint',
  description: 'An event of type `webhook.ping` is signed, recorded and retried like any other.',
  need: 'backend',
  params: endpointParams,
  successes: {
    202: {
      description: 'It will be sent. See the deliveries for the result.',
      content: json(webhookDeliveryResponse, { 'Waiting to be sent': pendingPing }),
    },
  },
  problems: ['not_found'],
  handle:
    ({ endpoints, relay }: WebhookDependencies) =>
    async ({ params: { endpointId } }, response) => {
      const delivery = await endpoints.ping(endpointId);
      if (!delivery) throw endpointNotFound();
      relay.nudge();
      response.status(202).json(representDelivery(delivery));
    },
});

export const listWebhookDeliveries = route({
  operationId: 'listWebhookDeliveries',
  method: 'get',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries',
  tag: 'Webhooks',
  summary: 'List the deliveries to an endpoint',
  description: `Newest first: what was sent, what is waiting for a retry, and why. Goes back 30 days.

To get the next page, send its \`nextCursor\` as \`cursor\`, until \`nextCursor\` is null.`,
  need: 'backend',
  params: endpointParams,
  query: listDeliveriesQuery,
  successes: {
    200: {
      description: 'A page of deliveries.',
      content: json(webhookDeliveryPageResponse, {
        'One that failed, and one that succeeded': { data: [retriedDelivery, delivered], nextCursor: null },
      }),
    },
  },
  problems: ['not_found'],
  handle:
    ({ endpoints, lists }: WebhookDependencies) =>
    ({ params: { endpointId }, query: { limit, cursor = null } }, response) =>
      lists.send(response, subjectOf(callerOf(response)), async () => {
        if (!(await endpoints.read(endpointId))) throw endpointNotFound();
        const page = await endpoints.history({ endpointId, limit, after: cursor });
        return {
          data: page.deliveries.map(representDelivery),
          nextCursor: page.next && encodeHistoryCursor(page.next),
        };
      }),
});
