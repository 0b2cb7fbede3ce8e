import type { Order } from '@order-countdown/shared/order/order';
import { actorOf, callerOf } from '../auth/caller.ts';
import { repeatOf } from '../auth/repeatable.ts';
import { json, jsonBody } from '../http/content.ts';
import { repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import { answerDecided } from './answer.ts';
import type { OrderDependencies } from './dependencies.ts';
import { advancedOrder } from './examples.ts';
import { representOrder } from './representation.ts';
import { advanceOrderBody, orderParams } from './requests.ts';
import { orderResponse } from './responses.ts';

/** Not on every server: see `apiRoutesFor`. */
export const advanceOrder = route({
  operationId: 'advanceOrder',
  method: 'post',
  path: '/v1/test/orders/{id}/advance',
  tag: 'Testing',
  summary: 'Bring the deadline of an order nearer',
  description: `Brings \`payBy\`, \`expiresAt\`, the holds of open payment attempts and the reminder of a pending order nearer by \`seconds\`, but
none before the order was placed. What is due then happens as always: the reminder is sent, and the order is cancelled.

There is nothing at this path in production, nor on a server that listens on another address than loopback. From the
deadline on: \`order_expired\`. On a cancelled or paid order: \`order_cancelled\`, \`order_already_paid\`.

${repeatDescription}`,
  need: 'backend',
  params: orderParams,
  headers: repeatHeaders,
  body: jsonBody(advanceOrderBody, { 'Ten minutes nearer': { seconds: 600 } }),
  successes: {
    200: {
      description: 'The order with its new deadline.',
      headers: ['Idempotency-Replayed'],
      content: json(orderResponse, { Advanced: advancedOrder }),
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
      const repeat = repeatOf(response, 'advanceOrder', headers, command, represented);
      answerDecided(response, await orders.advance({ ...command, actor: actorOf(caller) }, repeat));
    },
});

const represented = ({ order }: { order: Order }) => representOrder(order);
