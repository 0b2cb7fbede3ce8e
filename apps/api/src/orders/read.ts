import { callerOf, maySee } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import type { OrderDependencies } from './dependencies.ts';
import { cancelledOrder, expiredOrder, paidOrder, pendingOrder } from './examples.ts';
import { orderNotFound } from './refusal.ts';
import { representOrder } from './representation.ts';
import { orderParams } from './requests.ts';
import { orderResponse } from './responses.ts';

export const getOrder = route({
  operationId: 'getOrder',
  method: 'get',
  path: '/v1/orders/{id}',
  tag: 'Orders',
  summary: 'Get an order',
  description: "The order as it is in the database now. Other customers' orders are not found.",
  need: 'view',
  params: orderParams,
  successes: {
    200: {
      description: 'The order.',
      content: json(orderResponse, {
        'Waiting for payment': pendingOrder,
        Paid: paidOrder,
        'Cancelled by its customer': cancelledOrder,
        'Cancelled at its deadline': expiredOrder,
      }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id } }, response) => {
      const order = await orders.read(id);
      if (!order || !maySee(callerOf(response), order)) throw orderNotFound();
      sendJson(response, representOrder(order));
    },
});
