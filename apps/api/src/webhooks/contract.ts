import { z } from 'zod';
import { named, pageSize, storableText, time } from '../http/schemas.ts';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { deliveryStatuses } from '@order-countdown/shared/webhooks/delivery-history';
import { deliveryIdPattern, endpointIdPattern } from '@order-countdown/shared/webhooks/ids';
import { orderEventTypes } from '../orders/responses.ts';

/** Requests and responses about webhooks: validation, types and documentation from one source. */

const eventType = z.enum(orderEventTypes);

const maxUrlLength = 2_000;
/** Whether plain HTTP and the host are allowed depends on the configuration: see `requireTarget`. */
const isWebUrl = (text: string) => /^https?:$/.test(URL.parse(text)?.protocol ?? '');

export const registerWebhookBody = named(
  'RegisterWebhook',
  z.strictObject({
    url: z
      .string()
      .max(maxUrlLength)
      .refine(isWebUrl, 'must be an https:// URL, or http:// where plain HTTP is allowed')
      .describe(
        'Where to POST the events. In production it must be an `https` URL on the public internet: a private address, or ' +
          'a name that resolves to one, is refused, now and at each delivery. So are ports of other protocols, such as ' +
          '25 or 6379.',
      ),
    events: z
      .array(eventType)
      .min(1)
      .max(orderEventTypes.length)
      .optional()
      .describe('The types of events to send. Default: all, including future types.'),
    description: storableText(500).optional().describe('A note for people to read.'),
    enabled: z.boolean().default(true).describe('Whether events are sent to it.'),
  }),
);

export const exampleEndpointId = 'whe_01jdkz3y8re0fv2x9k7q5m4n6p';

export const endpointParams = z.object({
  endpointId: z
    .string()
    .regex(endpointIdPattern, 'must be "whe_" followed by 26 base32 characters')
    .meta({ description: 'The id of the endpoint.', example: exampleEndpointId }),
});

const notACursor = 'must be the nextCursor of an earlier page';

/** Opaque to clients: where a page of the deliveries ended. */
const historyCursor = z
  .base64url(notACursor)
  .max(200, notACursor)
  .transform((encoded, context) => {
    const [time = '', id = ''] = Buffer.from(encoded, 'base64url').toString().split(' ');
    const isTime = z.iso.datetime({ precision: 3 }).safeParse(time).success;
    if (isTime && deliveryIdPattern.test(id)) return { createdAt: new Date(time), id };
    context.addIssue(notACursor);
    return z.NEVER;
  });

export function encodeHistoryCursor({ createdAt, id }: { createdAt: Date; id: string }): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

export const listDeliveriesQuery = z.strictObject({
  limit: pageSize.default(20).describe('The most deliveries to return.'),
  cursor: historyCursor.optional().describe('The `nextCursor` of the previous page.'),
});

export const webhookEndpointResponse = named(
  'WebhookEndpoint',
  z.object({
    id: z.string().regex(endpointIdPattern),
    url: z.string(),
    events: z
      .array(z.string())
      .nullable()
      .describe('The types of events to send; null: all, including future types.'),
    description: z.string().nullable(),
    enabled: z.boolean(),
    disabledAt: time
      .nullable()
      .describe(
        'When the service disabled it, because nothing but failures had occurred for five days; or null.',
      ),
    disabledReason: z
      .string()
      .nullable()
      .describe('Why the service disabled it, with the last error; or null.'),
    createdAt: time,
  }),
);

export const registeredWebhookResponse = named(
  'RegisteredWebhook',
  webhookEndpointResponse.extend({
    secret: z
      .string()
      .meta({ pattern: '^whsec_' })
      .describe('The key to verify signatures with. It is shown only once: store it.'),
  }),
);

export const webhookEndpointListResponse = named(
  'WebhookEndpointList',
  z.object({
    data: z.array(webhookEndpointResponse).describe('Oldest first.'),
    nextCursor: z.null().describe('Always null: all endpoints fit on one page.'),
  }),
);

export const webhookDeliveryResponse = named(
  'WebhookDelivery',
  z.object({
    id: z.string().regex(deliveryIdPattern).describe('Also the id of its job in the dashboard.'),
    eventId: z.string().describe('The `webhook-id` header: the same in every attempt.'),
    type: z.string().describe('The type of the event, or `webhook.ping`.'),
    orderId: z.string().regex(orderIdPattern).nullable().describe('Null for a ping.'),
    sequence: z
      .int()
      .min(1)
      .nullable()
      .describe("The event's position in the order's timeline. Null for a ping."),
    status: z
      .enum(deliveryStatuses)
      .describe('`failed`: every attempt has failed. An operator can retry it.'),
    attempts: z.int().min(0),
    responseStatus: z.int().nullable().describe('The HTTP status of the last attempt; null: no response.'),
    responseBody: z.string().nullable().describe('The first kilobyte of that response.'),
    error: z.string().nullable().describe('Why the last attempt failed; null: it did not.'),
    createdAt: time,
    lastAttemptAt: time.nullable(),
    nextAttemptAt: time.nullable().describe('Null if no attempt is due.'),
  }),
);

export const webhookDeliveryPageResponse = named(
  'WebhookDeliveryPage',
  z.object({
    data: z.array(webhookDeliveryResponse).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Use it to get the next page; null on the last one.'),
  }),
);

export type WebhookEndpointResponse = z.infer<typeof webhookEndpointResponse>;
export type WebhookDeliveryResponse = z.infer<typeof webhookDeliveryResponse>;
