import { z } from 'zod';
import type { OrderEventType } from '@order-countdown/shared/order/events';
import type { FeedCursor } from '@order-countdown/shared/orders/feed';
import { named, pageSize } from '../http/schemas.ts';
import type { Actor } from '@order-countdown/shared/order/actor';
import { eventActor } from './actor-response.ts';
import { orderEventResponse, orderEventTypes, orderResponse, type OrderEventResponse } from './responses.ts';

/** Requests and responses about the feed of all events: validation, types and documentation from one source. */

const notACursor = 'must be the nextCursor of an earlier page';

/** Opaque to clients: epoch, position and event at which a page ended. */
const feedCursor = z
  .base64url(notACursor)
  .max(300, notACursor)
  .transform((encoded, context): FeedCursor => {
    const text = Buffer.from(encoded, 'base64url').toString();
    const [, epoch, position, eventId] = /^([0-9A-F-]+) (0|[1-9]\d{0,14})(?: (evt_\w+))?$/.exec(text) ?? [];
    if (epoch !== undefined && (position === '0') === (eventId === undefined)) {
      return { epoch, position: Number(position), eventId: eventId ?? null };
    }
    context.addIssue(notACursor);
    return z.NEVER;
  });

export function encodeFeedCursor({ epoch, position, eventId }: FeedCursor): string {
  const text = [epoch, position, ...(eventId === null ? [] : [eventId])].join(' ');
  return Buffer.from(text).toString('base64url');
}

const known = new Set<string>(orderEventTypes);

const eventTypes = z
  .string()
  .transform((text, context) => {
    const types = text.split(',');
    const unknown = types.filter((type) => !known.has(type));
    if (unknown.length > 0) {
      context.addIssue(
        `must be types of events, separated by commas; there is no ${unknown
          .slice(0, 5)
          .map((type) => JSON.stringify(type))
          .join(', ')}`,
      );
    }
    return types as OrderEventType[];
  })
  .meta({
    description: `Only events of these types, separated by commas: ${orderEventTypes.map((type) => `\`${type}\``).join(', ')}. Default: all, including future types.`,
    example: 'order.paid,order.cancelled',
  });

export const listEventsQuery = z.strictObject({
  after: feedCursor
    .optional()
    .describe('The `nextCursor` of the previous page. Default: begin at the oldest event.'),
  types: eventTypes.optional(),
  limit: pageSize.default(20).describe('The most events to return.'),
});

const feedEventOf = (event: (typeof orderEventResponse.options)[number]) =>
  event.extend({
    id: z
      .string()
      .meta({ pattern: '^evt_' })
      .describe('The id of the event: the `webhook-id` under which webhooks deliver it.'),
    orderId: orderResponse.shape.id,
    actor: eventActor,
  });

const [first, ...others] = orderEventResponse.options;

export const eventPageResponse = named(
  'EventPage',
  z.object({
    data: z
      .array(
        named('FeedEvent', z.discriminatedUnion('type', [feedEventOf(first), ...others.map(feedEventOf)])),
      )
      .describe("Oldest first, and each order's by `sequence`."),
    nextCursor: z
      .string()
      .describe(
        'Send it as `after` to get what follows, now or later. The same as `after`: nothing new yet.',
      ),
  }),
);

export type FeedEventResponse = OrderEventResponse & { id: string; orderId: string; actor: Actor | null };
