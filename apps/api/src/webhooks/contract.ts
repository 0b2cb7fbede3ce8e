import { z } from 'zod';
import { maxPageSize, storableText, time } from '../http/schemas.ts';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { deliveryStatuses } from '@order-countdown/shared/webhooks/delivery-history';
import { deliveryIdPattern, endpointIdPattern } from '@order-countdown/shared/webhooks/ids';
import { orderEventResponse } from '../orders/responses.ts';

/** Requests and responses of `/v1/webhook-endpoints`: validation, types and documentation from one source. */

const orderEventTypes = orderEventResponse.options.map(({ shape }) => shape.type.value);
const eventType = z.enum(orderEventTypes);

const maxUrlLength = 2_000;

export const registerWebhookBody = z.strictObject({
  url: z
    .string()
    .max(maxUrlLength)
    .refine((text) => URL.canParse(text), 'must be an https:// URL')
    .describe(
      'Where to POST the events. In production it must be `https`, and lead to the public internet: an address that ' +
        'is private, or a name that resolves to one, is refused, now and at each delivery.',
    ),
  events: z
    .array(eventType)
    .min(1)
    .max(orderEventTypes.length)
    .optional()
    .describe('Which types of events. Left out: all, and those to come.'),
  description: storableText(500).optional().describe('For people.'),
  enabled: z.boolean().default(true).describe('Whether events are delivered to it.'),
});

export const endpointIdParameter = z
  .string()
  .regex(endpointIdPattern, 'must be the id of an endpoint: whe_ and 26 characters of base32');

/** Opaque to clients: where a page of the history ended. */
const historyCursor = z
  .base64url()
  .max(200)
  .transform((encoded, context) => {
    const [time = '', id = ''] = Buffer.from(encoded, 'base64url').toString().split(' ');
    const isTime = z.iso.datetime({ precision: 3 }).safeParse(time).success;
    if (isTime && deliveryIdPattern.test(id)) return { createdAt: new Date(time), id };
    context.addIssue('must be the nextCursor of a page before');
    return z.NEVER;
  });

export function encodeHistoryCursor({ createdAt, id }: { createdAt: Date; id: string }): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

export const listDeliveriesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(20).describe('How many at most.'),
  cursor: historyCursor.optional().describe('The `nextCursor` of the page before.'),
});

export const webhookEndpointResponse = z.object({
  id: z.string().regex(endpointIdPattern),
  url: z.string(),
  events: z.array(z.string()).nullable().describe('Which types of events; null: all, and those to come.'),
  description: z.string().nullable(),
  enabled: z.boolean(),
  createdAt: time,
});

export const registeredWebhookResponse = webhookEndpointResponse.extend({
  secret: z
    .string()
    .meta({ pattern: '^whsec_' })
    .describe('What to verify signatures with. It is told this once: keep it.'),
});

export const webhookEndpointListResponse = z.object({
  data: z.array(webhookEndpointResponse).describe('Oldest first.'),
  nextCursor: z.null().describe('There is no further page: there are never more than fit one.'),
});

export const webhookDeliveryResponse = z.object({
  id: z.string().regex(deliveryIdPattern).describe('Also the id of its job in the dashboard.'),
  eventId: z.string().describe('The `webhook-id` header: the same in every attempt.'),
  type: z.string().describe('The type of the event, or `webhook.ping`.'),
  orderId: z.string().regex(orderIdPattern).nullable().describe('Null for a ping.'),
  sequence: z.int().min(1).nullable().describe("The event's place in its order. Null for a ping."),
  status: z
    .enum(deliveryStatuses)
    .describe('`failed`: all attempts are used up. An operator can have it tried again.'),
  attempts: z.int().min(0),
  responseStatus: z.int().nullable().describe('What the last attempt was answered with; null: nothing.'),
  responseBody: z.string().nullable().describe('The first kilobyte of that answer.'),
  error: z.string().nullable().describe('What was wrong with the last attempt; null: nothing.'),
  createdAt: time,
  lastAttemptAt: time.nullable(),
  nextAttemptAt: time.nullable().describe('Null where there is nothing to repeat.'),
});

export const webhookDeliveryPageResponse = z.object({
  data: z.array(webhookDeliveryResponse).describe('Newest first.'),
  nextCursor: z.string().nullable().describe('For the next page; null on the last one.'),
});

export type WebhookEndpointResponse = z.infer<typeof webhookEndpointResponse>;
export type WebhookDeliveryResponse = z.infer<typeof webhookDeliveryResponse>;
