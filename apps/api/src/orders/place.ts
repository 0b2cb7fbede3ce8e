import { actorOf, callerOf } from '../auth/caller.ts';
import { customerFor } from '../auth/customer.ts';
import { json, jsonBody } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import type { OrderDependencies } from './dependencies.ts';
import { placedOrder, placeOrder as fullOrder } from './examples.ts';
import { idempotencyOf } from './idempotency.ts';
import { placed } from './refusal.ts';
import { representOrder } from './representation.ts';
import { placeOrderBody, placeOrderHeaders } from './requests.ts';
import { placedOrderResponse } from './responses.ts';

export const placeOrder = route({
  operationId: 'placeOrder',
  method: 'post',
  path: '/v1/orders',
  tag: 'Orders',
  summary: 'Place an order',
  description: `The order is \`pending\` and its countdown starts. If it is not paid before \`expiresAt\`, it is cancelled at
\`expiresAt\`.

With an \`Idempotency-Key\`, the request can be repeated without placing a second order: the response is 201 with the
order as it is now, and \`Idempotency-Replayed: true\`. Concurrent duplicates create one order.

A customer's order always belongs to that customer. A backend sets \`customerId\`.`,
  need: 'orders',
  headers: placeOrderHeaders,
  body: jsonBody(placeOrderBody, {
    'With its items': fullOrder,
    'Only what is required': { amount: 12_900, currency: 'CNY' },
  }),
  successes: {
    201: {
      description: 'The order, placed now or by an earlier request with the same `Idempotency-Key`.',
      headers: ['Location', 'Idempotency-Replayed'],
      content: json(placedOrderResponse, { 'Just placed': placedOrder }),
    },
  },
  problems: ['idempotency_key_reused'],
  handle:
    ({ orders, viewTokens }: OrderDependencies) =>
    async ({ body, headers }, response) => {
      const caller = callerOf(response);
      const { customerId, reference = null, expiresInSeconds, ...content } = body;
      const verdict = await orders.place({
        ...content,
        actor: actorOf(caller),
        reference,
        customerId: customerFor(caller, customerId),
        windowSeconds: expiresInSeconds ?? null,
        idempotency: idempotencyOf(headers['Idempotency-Key'], { ...content, reference, expiresInSeconds }),
      });
      noteDecision(response, verdict);
      const order = placed(verdict);
      if (verdict.outcome === 'replayed') response.setHeader('Idempotency-Replayed', 'true');
      response.statusCode = 201;
      response.setHeader('Location', `/v1/orders/${order.id}`);
      sendJson(response, { ...representOrder(order), viewToken: viewTokens.sign(order).token });
    },
});
