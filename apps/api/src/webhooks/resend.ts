import { repeatableRequest } from '../auth/repeatable.ts';
import { json, jsonBody } from '../http/content.ts';
import { doOnce, repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import {
  deliveryParams,
  endpointParams,
  resendDeliveriesBody,
  resentDeliveriesResponse,
  webhookDeliveryResponse,
} from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { resentDelivery } from './examples.ts';
import { refuseResend, requireRecent } from './refusals.ts';
import { representDelivery } from './representation.ts';

export const resendWebhookDelivery = route({
  operationId: 'resendWebhookDelivery',
  method: 'post',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/resend',
  tag: 'Webhooks',
  summary: 'Send a delivery again',
  description: `Whatever became of it: one that was delivered, too. It has the same \`webhook-id\`, goes to the endpoint as it is now, tells
the order as it is then, and is retried like a new one. One that waits for a retry is sent at once. On a disabled endpoint:
\`webhook_endpoint_disabled\`.

${repeatDescription}`,
  need: 'backend',
  params: deliveryParams,
  headers: repeatHeaders,
  successes: {
    202: {
      description: 'It will be sent. Read the delivery for the result.',
      headers: ['Idempotency-Replayed'],
      content: json(webhookDeliveryResponse, { 'Waiting to be sent again': resentDelivery }),
    },
  },
  problems: ['not_found', 'webhook_endpoint_disabled', 'idempotency_key_reused'],
  handle:
    ({ endpoints, relay, once }: WebhookDependencies) =>
    async ({ params, headers }, response) => {
      const request = repeatableRequest(response, 'resendWebhookDelivery', headers, params);
      const { result } = await doOnce(response, once, request, async (queries) => {
        const resent = await endpoints.resend(params.endpointId, params.deliveryId, queries);
        if (resent.outcome !== 'resent') return refuseResend(resent.outcome);
        // What is remembered under the key must not outlive the customer of the order.
        return representDelivery({ ...resent.delivery, responseBody: null });
      });
      relay.nudge();
      response.status(202).json(result);
    },
});

export const resendWebhookDeliveries = route({
  operationId: 'resendWebhookDeliveries',
  method: 'post',
  path: '/v1/webhook-endpoints/{endpointId}/resend',
  tag: 'Webhooks',
  summary: 'Send all deliveries since a time again',
  description: `For a receiver that lost what it had received. All deliveries to the endpoint of events since \`since\` are sent again, those
that were delivered, too, each with its \`webhook-id\`: a receiver ignores what it has. They become due in batches, oldest
first, and are sent as fast as the endpoint takes them. Pings are not sent again.

On a disabled endpoint: \`webhook_endpoint_disabled\`. While ten such requests wait: \`too_many_resends\`.

${repeatDescription}`,
  need: 'backend',
  params: endpointParams,
  headers: repeatHeaders,
  body: jsonBody(resendDeliveriesBody, {
    'What was paid since noon': { since: '2026-03-01T12:00:00Z', types: ['order.paid'] },
  }),
  successes: {
    202: {
      description: 'They will be sent.',
      headers: ['Idempotency-Replayed'],
      content: json(resentDeliveriesResponse, { Some: { count: 42 } }),
    },
  },
  problems: ['not_found', 'webhook_endpoint_disabled', 'too_many_resends', 'idempotency_key_reused'],
  handle:
    ({ endpoints, once }: WebhookDependencies) =>
    async ({ params: { endpointId }, body, headers }, response) => {
      const { since, types = null } = body;
      const request = repeatableRequest(response, 'resendWebhookDeliveries', headers, {
        endpointId,
        ...body,
      });
      const { result } = await doOnce(response, once, request, async (queries) => {
        const resend = { endpointId, since: requireRecent(since), types };
        const resent = await endpoints.resendSince(resend, queries);
        return resent.outcome === 'accepted' ? { count: resent.count } : refuseResend(resent.outcome);
      });
      response.status(202).json(result);
    },
});
