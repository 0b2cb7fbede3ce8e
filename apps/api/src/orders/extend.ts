import type { Order } from '@order-countdown/shared/order/order';
import { actorOf, callerOf } from '../auth/caller.ts';
import { repeatOf } from '../auth/repeatable.ts';
import { json, jsonBody } from '../http/content.ts';
import { repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import { answerDecided } from './answer.ts';
import type { OrderDependencies } from './dependencies.ts';
import { extendedOrder } from './examples.ts';
import { representOrder } from './representation.ts';
import { extendOrderBody, orderParams } from './requests.ts';
import { orderResponse } from './responses.ts';

export const extendOrder = route({
  operationId: 'extendOrder',
  method: 'post',
  path: '/v1/orders/{id}/extend',
  tag: 'Orders',
  summary: "Extend an order's deadline",
  description: `Moves \`payBy\` of a pending order by \`seconds\`, to at most 30 days after the order was created. The reminder moves with
it, and so do \`expiresAt\`, countdown and alarm, unless a payment attempt holds the order even longer.

From the deadline on: \`order_expired\`. On a cancelled or paid order: \`order_cancelled\`, \`order_already_paid\`.

${repeatDescription}`,
  need: 'backend',
  params: orderParams,
  headers: repeatHeaders,
  body: jsonBody(extendOrderBody, { 'Ten more minutes': { seconds: 600 } }),
  successes: {
    200: {
      description: 'The order with its new deadline.',
      headers: ['Idempotency-Replayed'],
      content: json(orderResponse, { Extended: extendedOrder }),
    },
  },
  problems: [
    'order_not_found',
    'order_expired',
    'order_cancelled',
    'order_already_paid',
    'idempotency_key_reused',
  ],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body: { seconds }, headers }, response) => {
      const caller = callerOf(response);
      const command = { id, seconds };
      const repeat = repeatOf(response, 'extendOrder', headers, command, represented);
      answerDecided(response, await orders.extend({ ...command, actor: actorOf(caller) }, repeat));
    },
});

const represented = ({ order }: { order: Order }) => representOrder(order);
