import { z } from 'zod';
import { named, time } from '../http/schemas.ts';
import { eventActor } from '../orders/actor-response.ts';
import { pendingOrder } from '../orders/examples.ts';
import { exampleOrderId } from '../orders/requests.ts';
import { orderEventResponse, orderResponse } from '../orders/responses.ts';

/** What an endpoint receives: a schema for each event type, made from those of the timeline. */
export interface MessageDescription {
  type: string;
  summary: string;
  schema: z.ZodType;
  example?: object;
}

const order = orderResponse.describe(
  'The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher ' +
    'than `sequence`.',
);

const orderMessages = orderEventResponse.options.map(({ shape }): MessageDescription => {
  const type = shape.type.value;
  const { orderId, sequence } = { orderId: orderResponse.shape.id, sequence: shape.sequence };
  const data = z.object({ orderId, sequence, ...shape.data.shape, actor: eventActor, order });
  const schema = named(nameOf(type), z.object({ type: shape.type, timestamp: time, data }));
  return { type, summary: `An event of an order: \`${type}\``, schema };
});

const ping: MessageDescription = {
  type: 'webhook.ping',
  summary: 'A test of the endpoint',
  schema: named(
    nameOf('webhook.ping'),
    z.object({ type: z.literal('webhook.ping'), timestamp: time, data: z.object({}) }),
  ),
  example: { type: 'webhook.ping', timestamp: '2026-03-01T12:05:00.000Z', data: {} },
};

const paid: object = {
  type: 'order.paid',
  timestamp: '2026-03-01T12:05:00.000Z',
  data: {
    orderId: exampleOrderId,
    sequence: 2,
    amount: pendingOrder.amount,
    currency: pendingOrder.currency,
    paymentReference: 'pay_7f3c',
    actor: { kind: 'customer', subject: 'cus_42' },
    order: {
      ...pendingOrder,
      status: 'paid',
      paidAt: '2026-03-01T12:05:00.000Z',
      remainingMs: 0,
      version: 2,
    },
  },
};

/** Every message, by event type. */
export const webhookMessages: readonly MessageDescription[] = [
  ...orderMessages.map((each) => (each.type === 'order.paid' ? { ...each, example: paid } : each)),
  ping,
];

/** `order.payment_started` is `OrderPaymentStartedMessage`. */
function nameOf(type: string): string {
  const words = type.split(/[._]/).map((word) => word[0]?.toUpperCase() + word.slice(1));
  return `${words.join('')}Message`;
}
