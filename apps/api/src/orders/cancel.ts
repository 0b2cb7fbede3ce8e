import { actorOf, callerOf, ownerFor } from '../auth/caller.ts';
import { json, jsonBody } from '../http/content.ts';
import { route } from '../http/route.ts';
import { answerDecided } from './answer.ts';
import type { OrderDependencies } from './dependencies.ts';
import { cancelledOrder, expiredOrder } from './examples.ts';
import { cancelOrderBody, orderParams } from './requests.ts';
import { orderResponse } from './responses.ts';

export const cancelOrder = route({
  operationId: 'cancelOrder',
  method: 'post',
  path: '/v1/orders/{id}/cancel',
  tag: 'Orders',
  summary: 'Cancel an unpaid order',
  description: `A pending order becomes \`cancelled\`. On a cancelled order: 200, and nothing changes. A paid order cannot be cancelled:
\`order_already_paid\`.

\`cancelReason\` is \`customer\` or \`backend\`, by the token; from the deadline on it is \`expired\`.`,
  need: 'orders',
  params: orderParams,
  body: jsonBody(cancelOrderBody, { 'With a reason': { reason: 'Ordered twice' }, 'Without one': {} }),
  successes: {
    200: {
      description: 'The cancelled order.',
      content: json(orderResponse, {
        'Cancelled now': cancelledOrder,
        'Cancelled at its deadline': expiredOrder,
      }),
    },
  },
  problems: ['order_not_found', 'order_already_paid'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body: { reason: note = null } }, response) => {
      const caller = callerOf(response);
      const owner = ownerFor(caller);
      const by = owner === null ? 'backend' : 'customer';
      answerDecided(response, await orders.cancel({ id, actor: actorOf(caller), by, note, owner }));
    },
});
