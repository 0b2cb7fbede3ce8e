import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { repeatableRequest } from '../auth/repeatable.ts';
import { json, jsonBody } from '../http/content.ts';
import { doOnce, repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import { registeredWebhookResponse, registerWebhookBody } from './contract.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { registeredEndpoint, registerWebhook } from './examples.ts';
import { endpointNotFound, requireTarget, tooManyEndpoints } from './refusals.ts';
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

An address in a private network is refused, and so is a 101st endpoint: \`validation_failed\`.

${repeatDescription}`,
  need: 'backend',
  headers: repeatHeaders,
  body: jsonBody(registerWebhookBody, {
    'For some events': registerWebhook,
    'For all events': { url: registerWebhook.url },
  }),
  successes: {
    201: {
      description: 'The endpoint, with its secret.',
      headers: ['Location', 'Idempotency-Replayed'],
      content: json(registeredWebhookResponse, { 'Just registered': registeredEndpoint }),
    },
  },
  problems: ['not_found', 'idempotency_key_reused'],
  handle:
    ({ endpoints, targetPolicy, once }: WebhookDependencies) =>
    async ({ body, headers }, response) => {
      const { url, events, description, enabled } = body;
      const draft = {
        url: await requireTarget(url, targetPolicy),
        eventTypes: events ?? null,
        description: description ?? null,
        enabled,
      };
      const request = repeatableRequest(response, 'registerWebhookEndpoint', headers, body);
      // Only the id is remembered: the secret stays sealed.
      const endpoint = await endpoints.register(draft, async (insert) => {
        const { result, isRepeated } = await doOnce(response, once, request, async (queries) => {
          const id = await insert(queries);
          if (id === null) throw tooManyEndpoints(maxEndpoints);
          return { id };
        });
        return { ...result, isRepeated };
      });
      if (!endpoint) throw endpointNotFound();
      response.status(201).location(`/v1/webhook-endpoints/${endpoint.id}`);
      response.json({ ...representEndpoint(endpoint), secret: endpoint.secret });
    },
});
