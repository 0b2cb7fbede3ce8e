import { listOrdersQuery } from '../../orders/requests.ts';
import { body, json, paidOrder, pendingOrder, placedOrder, placeOrder } from '../examples.ts';
import type { Operation } from '../operation.ts';

/** `/v1/orders` */
export const orderOperations: Operation[] = [
  {
    id: 'placeOrder',
    method: 'post',
    path: '/v1/orders',
    tag: 'Orders',
    summary: 'Place an order',
    description: `The order is \`pending\`, and its countdown begins. Paid before \`expiresAt\`, it is kept; unpaid at \`expiresAt\`, it
is cancelled.

With \`Idempotency-Key\`, the same request can be sent again without placing a second order: it is answered with
201, the order as it is by then, and \`Idempotency-Replayed: true\`. Of two at the same moment, too, one order
comes.

A customer's order is always its own. A backend says whose it is by \`customerId\`.`,
    need: 'orders',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Your own name for this request, kept with the order: 1 to 255 printable ASCII characters. Each customer has ' +
          'its own.',
        schema: { type: 'string', pattern: '^[\\x20-\\x7e]{1,255}$' },
        example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
      },
    ],
    body: body('PlaceOrder', {
      'With its items': placeOrder,
      'As little as will do': { amount: 12_900, currency: 'CNY' },
    }),
    successes: {
      201: {
        description: 'The order, placed now or by the same request before.',
        headers: ['Location', 'Idempotency-Replayed'],
        content: json('PlacedOrder', { 'Just placed': placedOrder }),
      },
    },
    problems: ['idempotency_key_reused'],
  },
  {
    id: 'listOrders',
    method: 'get',
    path: '/v1/orders',
    tag: 'Orders',
    summary: 'List orders, newest first',
    description: `A customer sees its own orders; a backend sees all, or those of one \`customerId\`.

Ask for the next page with \`cursor\` set to the \`nextCursor\` of this one, until that is null. Orders that are placed
meanwhile shift no page.`,
    need: 'orders',
    query: listOrdersQuery,
    successes: {
      200: {
        description: 'A page of orders.',
        content: json('OrderPage', {
          'A page before others': {
            data: [pendingOrder, paidOrder],
            nextCursor: 'b3JkXzAxamRrejN5OHJlMGZ2Mng5azdxNW00bjZw',
          },
          'The last page': { data: [pendingOrder], nextCursor: null },
        }),
      },
    },
    problems: [],
  },
];
