import { actorOf, callerOf } from '../auth/caller.ts';
import { json, jsonBody } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import type { OrderDependencies } from './dependencies.ts';
import { updatedOrder } from './examples.ts';
import { updated } from './refusal.ts';
import { representOrder } from './representation.ts';
import { orderParams, updateOrderBody } from './requests.ts';
import { orderResponse } from './responses.ts';

export const updateOrder = route({
  operationId: 'updateOrder',
  method: 'patch',
  path: '/v1/orders/{id}',
  tag: 'Orders',
  summary: 'Change an order',
  description: `Changes what is sent of \`reference\`, \`metadata\`, \`items\` and \`amount\`; the rest stays. \`metadata\` and \`items\` are replaced
whole, and \`reference: null\` removes it. If the order then has items, \`amount\` must equal their sum. A change to what the order
already is changes nothing: 200.

While a payment attempt is open, the amount stays: \`payment_in_progress\`. From the deadline on: \`order_expired\`. On a
cancelled or paid order: \`order_cancelled\`, \`order_already_paid\`.`,
  need: 'backend',
  params: orderParams,
  body: jsonBody(updateOrderBody, {
    'Another reference': { reference: 'R-2026-0043' },
    'Another quantity': {
      items: [{ sku: 'tea-250', name: 'Oolong, 250 g', quantity: 3, unitAmount: 6_450 }],
      amount: 19_350,
    },
  }),
  successes: {
    200: { description: 'The order.', content: json(orderResponse, { Changed: updatedOrder }) },
  },
  problems: [
    'order_not_found',
    'order_expired',
    'order_cancelled',
    'order_already_paid',
    'payment_in_progress',
  ],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body: changes }, response) => {
      const actor = actorOf(callerOf(response));
      const verdict = await orders.update({ id, actor, changes });
      noteDecision(response, verdict);
      sendJson(response, representOrder(updated(verdict, changes)));
    },
});
