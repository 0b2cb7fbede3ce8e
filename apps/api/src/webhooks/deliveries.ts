import { callerOf, subjectOf } from '../auth/caller.ts';
import { repeatableRequest } from '../auth/repeatable.ts';
import { json } from '../http/content.ts';
import { doOnce, repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import {
  attemptedDeliveryResponse,
  deliveryParams,
  encodeHistoryCursor,
  endpointParams,
  listDeliveriesQuery,
  webhookDeliveryPageResponse,
  webhookDeliveryResponse,
} from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { attemptedDelivery, delivered, pendingPing, retriedDelivery } from './examples.ts';
import { deliveryNotFound, endpointNotFound } from './refusals.ts';
import { representAttempted, representDelivery } from './representation.ts';

export const testWebhookEndpoint = route({
  operationId: 'testWebhookEndpoint',
  method: 'post',
  path: '/v1/webhook-endpoints/{endpointId}/test',
  tag: 'Webhooks',
  summary: 'Send a ping to an endpoint',
  description: `An event of type \`webhook.ping\` is signed, recorded and retried like any other.

${repeatDescription}`,
  need: 'backend',
  params: endpointParams,
  headers: repeatHeaders,
  successes: {
    202: {
      description: 'It will be sent. See the deliveries for the result.',
      headers: ['Idempotency-Replayed'],
      content: json(webhookDeliveryResponse, { 'Waiting to be sent': pendingPing }),
    },
  },
  problems: ['not_found', 'idempotency_key_reused'],
  handle:
    ({ endpoints, relay, once }: WebhookDependencies) =>
    async ({ params: { endpointId }, headers }, response) => {
      const request = repeatableRequest(response, 'testWebhookEndpoint', headers, { endpointId });
      const { result } = await doOnce(response, once, request, async (queries) => {
        const delivery = await endpoints.ping(endpointId, queries);
        if (!delivery) throw endpointNotFound();
        return representDelivery(delivery);
      });
      relay.nudge();
      response.status(202).json(result);
    },
});

export const listWebhookDeliveries = route({
  operationId: 'listWebhookDeliveries',
  method: 'get',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries',
  tag: 'Webhooks',
  summary: 'List the deliveries to an endpoint',
  description: `Newest first: what was sent, what is waiting for a retry, and why. Goes back 30 days. With \`status\`, only those.

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
    ({ params: { endpointId }, query: { limit, status = null, cursor = null } }, response) =>
      lists.send(response, subjectOf(callerOf(response)), async () => {
        if (!(await endpoints.read(endpointId))) throw endpointNotFound();
        const page = await endpoints.history({ endpointId, limit, status, after: cursor });
        return {
          data: page.deliveries.map(representDelivery),
          nextCursor: page.next && encodeHistoryCursor(page.next),
        };
      }),
});

export const getWebhookDelivery = route({
  operationId: 'getWebhookDelivery',
  method: 'get',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}',
  tag: 'Webhooks',
  summary: 'Get a delivery with its attempts',
  description:
    'What was sent in each attempt, and what the endpoint answered, to find out why a delivery fails. Signatures are not kept.',
  need: 'backend',
  params: deliveryParams,
  successes: {
    200: {
      description: 'The delivery.',
      content: json(attemptedDeliveryResponse, { 'Delivered at the second attempt': attemptedDelivery }),
    },
  },
  problems: ['not_found'],
  handle:
    ({ endpoints }: WebhookDependencies) =>
    async ({ params: { endpointId, deliveryId } }, response) => {
      const delivery = await endpoints.readDelivery(endpointId, deliveryId);
      if (!delivery) throw deliveryNotFound();
      response.json(representAttempted(delivery));
    },
});
