import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { json, jsonBody } from '../http/content.ts';
import { route } from '../http/route.ts';
import { registeredWebhookResponse, registerWebhookBody } from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { registeredEndpoint, registerWebhook } from './examples.ts';
import { requireTarget, tooManyEndpoints } from './refusals.ts';
import { representEndpoint } from './representation.ts';

export const registerWebhookEndpoint = route({
  operationId: 'registerWebhookEndpoint',
  method: 'post',
  path: '/v1/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'Register an endpoint for events',
  description: `Every event of an order is sent to it as a POST, signed as specified by
[Standard Webhooks](https://www.standardwebhooks.com): verify \`webhook-signature\` with the \`secret\`, which is returned
here and never again.

The body is \`{ type, timestamp, data }\`; \`data\` has \`orderId\`, \`sequence\` and the event's own data. Answer with any 2xx
within 10 seconds; redirects are not followed. A failed delivery is retried ten times over about three days.

An event can arrive more than once, and events can arrive out of order: ignore a \`webhook-id\` you have seen, and sort by
\`sequence\`.

An address in a private network is refused, and so is a 101st endpoint: \`validation_failed\`.`,
  need: 'backend',
  body: jsonBody(registerWebhookBody, {
    'For some events': registerWebhook,
    'For all events': { url: registerWebhook.url },
  }),
  successes: {
    201: {
      description: 'The endpoint, with its secret.',
      headers: ['Location'],
      content: json(registeredWebhookResponse, { 'Just registered': registeredEndpoint }),
    },
  },
  problems: [],
  handle:
    ({ endpoints, targetPolicy }: WebhookDependencies) =>
    async ({ body: { url, events, description, enabled } }, response) => {
      const endpoint = await endpoints.register({
        url: await requireTarget(url, targetPolicy),
        eventTypes: events ?? null,
        description: description ?? null,
        enabled,
      });
      if (!endpoint) throw tooManyEndpoints(maxEndpoints);
      response.status(201).location(`/v1/webhook-endpoints/${endpoint.id}`);
      response.json({ ...representEndpoint(endpoint), secret: endpoint.secret });
    },
});
