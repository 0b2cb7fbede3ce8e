import { Router } from 'express';
import { encodeHistoryCursor, listDeliveriesQuery, registerWebhookBody } from './contract.ts';
import { maxEndpoints, type WebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { allow } from '../auth/authenticate.ts';
import { body } from '../http/body.ts';
import { parseBody, parseQuery } from '../http/parse.ts';
import { address } from '../http/methods.ts';
import { endpointNotFound, parseEndpointId, requireTarget, tooManyEndpoints } from './refusals.ts';
import { representDelivery, representEndpoint } from './representation.ts';

export interface WebhookRoutesDependencies {
  endpoints: WebhookEndpoints;
  policy: TargetPolicy;
  relay: Pick<WebhookRelay, 'nudge'>;
}

/** Everything under `/v1/webhook-endpoints`, for backends alone. */
export function webhookRoutes({ endpoints, policy, relay }: WebhookRoutesDependencies): Router {
  const router = Router();

  address(router, '/', {
    /** All endpoints, oldest first. 200. */
    get: [
      allow('backend'),
      async (_request, response) => {
        const all = await endpoints.list();
        response.json({ data: all.map(representEndpoint), nextCursor: null });
      },
    ],

    /**
     * Registers an address for events. 201 with the endpoint, its `Location`, and the secret, this once; 422 where
     * the address may not be delivered to, or there are too many endpoints.
     */
    post: [
      allow('backend'),
      ...body,
      async (request, response) => {
        const { url, events, description, enabled } = parseBody(registerWebhookBody, request);
        const endpoint = await endpoints.register({
          url: await requireTarget(url, policy),
          eventTypes: events ?? null,
          description: description ?? null,
          enabled,
        });
        if (!endpoint) throw tooManyEndpoints(maxEndpoints);
        response.status(201).location(`/v1/webhook-endpoints/${endpoint.id}`);
        response.json({ ...representEndpoint(endpoint), secret: endpoint.secret });
      },
    ],
  });

  address(router, '/:endpointId', {
    /** The endpoint, without its secret. 200; 400, 404. */
    get: [
      allow('backend'),
      async (request, response) => {
        const endpoint = await endpoints.read(parseEndpointId(request));
        if (!endpoint) throw endpointNotFound();
        response.json(representEndpoint(endpoint));
      },
    ],

    /** Removes the endpoint; what waits for it is dropped. 204; 400, 404. */
    delete: [
      allow('backend'),
      async (request, response) => {
        if (!(await endpoints.remove(parseEndpointId(request)))) throw endpointNotFound();
        response.status(204).end();
      },
    ],
  });

  address(router, '/:endpointId/test', {
    /** Sends a `webhook.ping`, on the way that events take. 202 with the delivery; 400, 404. */
    post: [
      allow('backend'),
      async (request, response) => {
        const delivery = await endpoints.ping(parseEndpointId(request));
        if (!delivery) throw endpointNotFound();
        relay.nudge();
        response.status(202).json(representDelivery(delivery));
      },
    ],
  });

  address(router, '/:endpointId/deliveries', {
    /** What became of each delivery, newest first. 200 with a page; 400, 404. */
    get: [
      allow('backend'),
      async (request, response) => {
        const endpointId = parseEndpointId(request);
        const { limit, cursor = null } = parseQuery(listDeliveriesQuery, request);
        if (!(await endpoints.read(endpointId))) throw endpointNotFound();
        const page = await endpoints.history({ endpointId, limit, after: cursor });
        const nextCursor = page.next && encodeHistoryCursor(page.next);
        response.json({ data: page.deliveries.map(representDelivery), nextCursor });
      },
    ],
  });

  return router;
}
