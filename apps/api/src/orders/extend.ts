import { json, jsonBody } from '../http/content.ts';
import { route } from '../http/route.ts';
import { answerDecided } from './answer.ts';
import type { OrderDependencies } from './dependencies.ts';
import { extendedOrder } from './examples.ts';
import { extendOrderBody, orderParams } from './requests.ts';
import { orderResponse } from './responses.ts';

export const extendOrder = route({
  operationId: 'extendOrder',
  method: 'post',
  path: '/v1/orders/{id}/extend',
  tag: 'Orders',
  summary: "Extend an order's deadline",
  description: `Moves the deadline of a pending order by \`seconds\`, to at most 30 days after the order was created. Its countdown, alarm
and reminder move with it.

From the deadline on: \`order_expired\`. On a cancelled or paid order: \`order_cancelled\`, \`order_already_paid\`.`,
  need: 'backend',
  params: orderParams,
  body: jsonBody(extendOrderBody, { 'Ten more minutes': { seconds: 600 } }),
  successes: {
    200: {
      description: 'The order with its new deadline.',
      content: json(orderResponse, { Extended: extendedOrder }),
    },
  },
  problems: ['order_not_found', 'order_expired', 'order_cancelled', 'order_already_paid'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body: { seconds } }, response) => {
      answerDecided(response, await orders.extend({ id, seconds }));
    },
});
