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
    id: 'streamOrder',
    method: 'get',
    path: '/v1/orders/{id}/stream',
    tag: 'Orders',
    summary: 'Watch an order',
    description: `Server-sent events, as a browser's \`EventSource\` reads them. First comes \`snapshot\`: what the countdown says, with
the order's \`version\`. Then comes each event of its timeline as it happens, under the name of its type. The stream ends
when the order is paid or cancelled. The \`id\` of each is a \`sequence\`: whoever comes back with it is told what it missed,
and is answered with 204 once there is nothing more to come.`,
    need: 'view',
    parameters: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        description:
          'The `id` of the last event that was seen. Browsers send it by themselves when they come back.',
        schema: { type: 'string', pattern: '^\\d{1,10}$' },
        example: '1',
      },
    ],
    successes: {
      200: {
        description: 'The stream.',
        content: { 'text/event-stream': {} },
      },
      204: { description: 'The order is settled, and nothing was missed.', content: {} },
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
