import { callerOf, maySee } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import type { OrderDependencies } from './dependencies.ts';
import { viewToken as exampleToken } from './examples.ts';
import { orderNotFound } from './refusal.ts';
import { orderParams } from './requests.ts';
import { viewTokenResponse } from './responses.ts';

export const createViewToken = route({
  operationId: 'createViewToken',
  method: 'post',
  path: '/v1/orders/{id}/view-token',
  tag: 'Orders',
  summary: 'Get a new view token of an order',
  description:
    'For the page of a shopper who comes back. Tokens that the order already has stay valid until they expire.',
  need: 'orders',
  params: orderParams,
  successes: {
    200: {
      description: 'A token for this order alone, valid for 37 days.',
      content: json(viewTokenResponse, { 'A view token': exampleToken }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders, viewTokens }: OrderDependencies) =>
    async ({ params: { id } }, response) => {
      const order = await orders.read(id);
      if (!order || !maySee(callerOf(response), order)) throw orderNotFound();
      const { token, expiresAtMs } = viewTokens.sign(order);
      sendJson(response, { viewToken: token, expiresAt: new Date(expiresAtMs).toISOString() });
    },
});
