import {
  cancelledOrder,
  countdown,
  expiredOrder,
  json,
  paidOrder,
  pendingOrder,
  timeline,
} from '../examples.ts';
import type { Operation } from '../operation.ts';

/** What is read of one order. */
export const readingOperations: Operation[] = [
  {
    id: 'getOrder',
    method: 'get',
    path: '/v1/orders/{id}',
    tag: 'Orders',
    summary: 'Read an order',
    description: "The order as the ledger has it now. Somebody else's order is not found.",
    need: 'view',
    successes: {
      200: {
        description: 'The order.',
        content: json('Order', {
          'Waiting to be paid': pendingOrder,
          Paid: paidOrder,
          'Cancelled by its customer': cancelledOrder,
          'Cancelled at its deadline': expiredOrder,
        }),
      },
    },
    problems: [],
  },
  {
    id: 'getCountdown',
    method: 'get',
    path: '/v1/orders/{id}/countdown',
    tag: 'Orders',
    summary: 'See how long is left to pay',
    description: `Cheap enough to be asked often. \`remainingMs\` is by the ledger's clock: a page that counts down from it is
right whatever the shopper's own clock says.`,
    need: 'view',
    successes: {
      200: { description: 'How long is left.', content: json('Countdown', { Running: countdown }) },
    },
    problems: [],
  },
  {
    id: 'listOrderEvents',
    method: 'get',
    path: '/v1/orders/{id}/events',
    tag: 'Orders',
    summary: 'Read what happened to an order',
    description: `The order's timeline, oldest first. \`sequence\` counts from 1 without gaps. New types of events may come:
pass over those that you don't know.`,
    need: 'orders',
    successes: {
      200: {
        description: 'The timeline.',
        content: json('Timeline', { 'Placed and paid': { data: timeline } }),
      },
    },
    problems: [],
  },
];
