import { listDeliveriesQuery } from '../../webhooks/contract.ts';
import { body, json } from '../examples.ts';
import type { Operation, Parameter } from '../operation.ts';
import {
  delivered,
  endpoint,
  pendingPing,
  registerWebhook,
  registeredEndpoint,
  retriedDelivery,
} from './webhook-examples.ts';

const path = '/v1/webhook-endpoints';

const parameters: Parameter[] = [
  {
    name: 'endpointId',
    in: 'path',
    required: true,
    description: 'The id of the endpoint.',
    schema: { type: 'string', pattern: '^whe_[0-7][0-9a-hjkmnp-tv-z]{25}$' },
    example: endpoint.id,
  },
];

const ofOne = {
  tag: 'Webhooks',
  need: 'backend',
  parameters,
  problems: ['not_found', 'invalid_parameter'],
} as const;

/** `/v1/webhook-endpoints` */
export const webhookOperations: Operation[] = [
  {
    id: 'registerWebhookEndpoint',
    method: 'post',
    path,
    tag: 'Webhooks',
    summary: 'Register an address for events',
    description: `Every event of an order is sent there as a POST, signed as
[Standard Webhooks](https://www.standardwebhooks.com) has it: verify \`webhook-signature\` with the \`secret\`, which is
told here and never again.

The body is \`{ type, timestamp, data }\`, with \`orderId\`, \`sequence\` and what the event says in \`data\`. Answer with any
2xx within 10 seconds; redirects are not followed. Whatever else comes is tried again ten times over about three days.

An event can come more than once, and events can overtake each other: pass over a \`webhook-id\` that you have seen, and
order by \`sequence\`.

An address that leads to a private network is refused, as is a 101st endpoint: \`validation_failed\`.`,
    need: 'backend',
    body: body('RegisterWebhook', {
      'For some events': registerWebhook,
      'For all': { url: registerWebhook.url },
    }),
    successes: {
      201: {
        description: 'The endpoint, with its secret.',
        headers: ['Location'],
        content: json('RegisteredWebhook', { 'Just registered': registeredEndpoint }),
      },
    },
    problems: [],
  },
  {
    id: 'listWebhookEndpoints',
    method: 'get',
    path,
    tag: 'Webhooks',
    summary: 'List the endpoints',
    description: 'All of them, oldest first, without their secrets.',
    need: 'backend',
    successes: {
      200: {
        description: 'The endpoints.',
        content: json('WebhookEndpointList', { 'One endpoint': { data: [endpoint], nextCursor: null } }),
      },
    },
    problems: [],
  },
  {
    ...ofOne,
    id: 'getWebhookEndpoint',
    method: 'get',
    path: `${path}/{endpointId}`,
    summary: 'Read an endpoint',
    description: 'Without its secret, which was told when it was registered.',
    successes: {
      200: { description: 'The endpoint.', content: json('WebhookEndpoint', { 'An endpoint': endpoint }) },
    },
  },
  {
    ...ofOne,
    id: 'removeWebhookEndpoint',
    method: 'delete',
    path: `${path}/{endpointId}`,
    summary: 'Remove an endpoint',
    description:
      'Nothing is sent there any more, what waits included. At most what is on its way still arrives.',
    successes: { 204: { description: 'It is gone.', content: {} } },
  },
  {
    ...ofOne,
    id: 'testWebhookEndpoint',
    method: 'post',
    path: `${path}/{endpointId}/test`,
    summary: 'Send a ping to an endpoint',
    description:
      'An event of the type `webhook.ping` takes the way that all take: signed, recorded, and tried again.',
    successes: {
      202: {
        description: 'It is on its way. Look for what became of it in the deliveries.',
        content: json('WebhookDelivery', { 'On its way': pendingPing }),
      },
    },
  },
  {
    ...ofOne,
    id: 'listWebhookDeliveries',
    method: 'get',
    path: `${path}/{endpointId}/deliveries`,
    summary: 'See what became of deliveries',
    description: `Newest first: what was sent, what is waiting to be sent again, and why. It goes back 30 days.

Ask for the next page with \`cursor\` set to the \`nextCursor\` of this one, until that is null.`,
    query: listDeliveriesQuery,
    successes: {
      200: {
        description: 'A page of deliveries.',
        content: json('WebhookDeliveryPage', {
          'One that failed, and one that arrived': { data: [retriedDelivery, delivered], nextCursor: null },
        }),
      },
    },
  },
];
