import { json, jsonBody } from '../http/content.ts';
import { route } from '../http/route.ts';
import { endpointParams, updateWebhookBody, webhookEndpointResponse } from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { endpoint as exampleEndpoint } from './examples.ts';
import { endpointNotFound, requireTarget } from './refusals.ts';
import { representEndpoint } from './representation.ts';

export const updateWebhookEndpoint = route({
  operationId: 'updateWebhookEndpoint',
  method: 'patch',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag: 'Webhooks',
  summary: 'Change an endpoint',
  description: `Changes what the body names, and nothing else. Repeating it changes nothing more.

A new \`url\` is where waiting deliveries go, too. Other \`events\` are sent from now on; what waits already is still sent.

With \`enabled: false\` nothing more is sent, and waiting deliveries fail. With \`true\` the endpoint starts anew: its failures
are forgotten, and what waits is sent at once. Events of the time in between are not sent by themselves: the deliveries that
failed can be sent again with \`POST …/resend\`, and \`GET /v1/events\` has all events.`,
  need: 'backend',
  params: endpointParams,
  body: jsonBody(updateWebhookBody, {
    'Another address': { url: 'https://shop.example/hooks/v2' },
    'All events': { events: null },
    'Enable it again': { enabled: true },
  }),
  successes: {
    200: {
      description: 'The endpoint after the change.',
      content: json(webhookEndpointResponse, { Changed: exampleEndpoint }),
    },
  },
  problems: ['not_found'],
  handle:
    ({ endpoints, targetPolicy, relay }: WebhookDependencies) =>
    async ({ params: { endpointId }, body }, response) => {
      const { url, events: eventTypes, description, enabled } = body;
      const endpoint = await endpoints.change(endpointId, {
        url: url === undefined ? undefined : await requireTarget(url, targetPolicy),
        eventTypes,
        description,
        enabled,
      });
      if (!endpoint) throw endpointNotFound();
      if (enabled === true) relay.nudge();
      response.json(representEndpoint(endpoint));
    },
});
