import { z } from 'zod';
import type { EndpointHealth } from '@order-countdown/shared/webhooks/endpoint-health';
import type { WebhookEndpoint } from '@order-countdown/shared/webhooks/endpoint-row';
import { callerOf, subjectOf } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { endpointParams, webhookEndpointResponse } from '../webhooks/contract.ts';
import { endpointNotFound } from '../webhooks/refusals.ts';
import { representEndpoint } from '../webhooks/representation.ts';
import { endpointHealth } from './contract.ts';
import type { ConsoleDependencies } from './dependencies.ts';

const watchedEndpoint = webhookEndpointResponse.extend({ health: endpointHealth });

export const listWatchedEndpoints = route({
  operationId: 'listWatchedEndpoints',
  method: 'get',
  path: '/admin/api/webhook-endpoints',
  tag: 'Console',
  summary: 'List the endpoints and how they do',
  description: 'All of them, oldest first.',
  need: 'backend',
  successes: {
    200: {
      description: 'The endpoints.',
      content: json(z.object({ data: z.array(watchedEndpoint), nextCursor: z.null() }), {
        None: { data: [], nextCursor: null },
      }),
    },
  },
  problems: [],
  handle:
    ({ endpoints, lists }: ConsoleDependencies) =>
    (_input, response) =>
      lists.send(response, subjectOf(callerOf(response)), async () => ({
        data: await watched(endpoints),
        nextCursor: null,
      })),
});

export const getWatchedEndpoint = route({
  operationId: 'getWatchedEndpoint',
  method: 'get',
  path: '/admin/api/webhook-endpoints/{endpointId}',
  tag: 'Console',
  summary: 'Get an endpoint and how it does',
  description: 'Without its secret.',
  need: 'backend',
  params: endpointParams,
  successes: {
    200: { description: 'The endpoint.', content: { 'application/json': { schema: watchedEndpoint } } },
  },
  problems: ['not_found'],
  handle:
    ({ endpoints }: ConsoleDependencies) =>
    async ({ params: { endpointId } }, response) => {
      const endpoint = (await watched(endpoints)).find(({ id }) => id === endpointId);
      if (!endpoint) throw endpointNotFound();
      sendJson(response, endpoint);
    },
});

/** There are at most 100. */
async function watched(endpoints: ConsoleDependencies['endpoints']) {
  const [all, health] = await Promise.all([endpoints.list(), endpoints.health()]);
  return all.flatMap((endpoint) => {
    const own = health.find(({ id }) => id === endpoint.id);
    return own ? [represent(endpoint, own)] : [];
  });
}

function represent(endpoint: WebhookEndpoint, health: EndpointHealth): z.infer<typeof watchedEndpoint> {
  const { state, failures, waiting, failingSince, openUntil } = health;
  return {
    ...representEndpoint(endpoint),
    health: {
      state,
      failures,
      waiting,
      failingSince: failingSince?.toISOString() ?? null,
      openUntil: openUntil?.toISOString() ?? null,
    },
  };
}
