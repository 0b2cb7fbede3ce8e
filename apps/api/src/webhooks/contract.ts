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

const webUrl = z
  .string()
  .max(maxUrlLength)
  .refine(isWebUrl, 'must be an https:// URL, or http:// where plain HTTP is allowed')
  .describe(
    'Where to POST the events. In production it must be an `https` URL on the public internet: a private address, or ' +
      'a name that resolves to one, is refused, now and at each delivery. So are ports of other protocols, such as ' +
      '25 or 6379.',
  );
const eventTypes = z.array(eventType).min(1).max(orderEventTypes.length);

export const registerWebhookBody = named(
  'RegisterWebhook',
  z.strictObject({
    url: webUrl,
    events: eventTypes
      .optional()
      .describe('The types of events to send. Default: all, including future types.'),
    description: storableText(500).optional().describe('A note for people to read.'),
    enabled: z.boolean().default(true).describe('Whether events are sent to it.'),
  }),
);

export const updateWebhookBody = named(
  'UpdateWebhook',
  z.strictObject({
    url: webUrl.optional(),
    events: eventTypes
      .nullable()
      .optional()
      .describe('The types of events to send from now on; null: all, including future types.'),
    description: storableText(500).nullable().optional().describe('A note for people to read; null: none.'),
    enabled: z
      .boolean()
      .optional()
      .describe(
        'Whether events are sent to it. `true` also clears `disabledAt` and `disabledReason`, and sends what waits at once.',
      ),
  }),
);

const maxOverlapSeconds = 7 * 24 * 60 * 60;

export const rotateSecretBody = named(
  'RotateWebhookSecret',
  z.strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(maxOverlapSeconds)
      .default(24 * 60 * 60)
      .describe('How long the secret of before signs, too. 0: it ends at once.'),
  }),
);

export const resendDeliveriesBody = named(
  'ResendWebhookDeliveries',
  z.strictObject({
    since: z.iso
      .datetime({ offset: true })
      .meta({ format: 'date-time', pattern: undefined })
      .describe('RFC 3339, at most 30 days ago: events from this instant on are sent again.'),
    types: eventTypes.optional().describe('The types of events to send again. Default: all.'),
  }),
);

export const exampleEndpointId = 'whe_01jdkz3y8re0fv2x9k7q5m4n6p';

export const endpointParams = z.object({
  endpointId: z
    .string()
    .regex(endpointIdPattern, 'must be "whe_" followed by 26 base32 characters')
    .meta({ description: 'The id of the endpoint.', example: exampleEndpointId }),
});

export const exampleDeliveryId = 'whd_3kd8pz1qwe9v0tt4h2n7m5x6ya';

export const deliveryParams = endpointParams.extend({
  deliveryId: z
    .string()
    .regex(deliveryIdPattern, 'must be "whd_" followed by 26 base32 characters')
    .meta({ description: 'The id of the delivery.', example: exampleDeliveryId }),
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
  status: z.enum(deliveryStatuses).optional().describe('Only deliveries with this status.'),
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

export const rotatedWebhookResponse = named(
  'RotatedWebhook',
  registeredWebhookResponse.extend({
    previousSecretExpiresAt: time
      .nullable()
      .describe('Until when messages are signed with the secret of before, too; null: they are not.'),
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
    status: z.enum(deliveryStatuses).describe('`failed`: every attempt has failed. It can be sent again.'),
    attempts: z.int().min(0),
    responseStatus: z.int().nullable().describe('The HTTP status of the last attempt; null: no response.'),
    responseBody: z.string().nullable().describe('The first kilobyte of that response.'),
    error: z.string().nullable().describe('Why the last attempt failed; null: it did not.'),
    createdAt: time,
    lastAttemptAt: time.nullable(),
    nextAttemptAt: time.nullable().describe('Null if no attempt is due.'),
  }),
);

export const attemptedDeliveryResponse = named(
  'AttemptedWebhookDelivery',
  webhookDeliveryResponse.extend({
    attempts: z
      .array(
        z.object({
          number: z.int().min(1).describe('Counts the attempts of the delivery.'),
          status: z.enum(['delivered', 'failed']),
          attemptedAt: time,
          durationMs: z
            .int()
            .nullable()
            .describe('Until the response, or the failure; null: an earlier version made the attempt.'),
          requestBody: z
            .string()
            .nullable()
            .describe(
              'The first kilobyte of what was sent; null: an earlier version made the attempt, or the customer was erased.',
            ),
          responseStatus: z.int().nullable().describe('Null: there was no response.'),
          responseBody: z.string().nullable().describe('The first kilobyte of the response.'),
          error: z.string().nullable().describe('Null: it was delivered.'),
        }),
      )
      .describe(
        'The attempts, newest first, at most 100. One whose result could not be stored is missing; of a delivery that an ' +
          'earlier version sent, only the last one is known.',
      ),
  }),
);

export const resentDeliveriesResponse = named(
  'ResentWebhookDeliveries',
  z.object({ count: z.int().min(0).describe('How many deliveries will be sent again.') }),
);

export const webhookDeliveryPageResponse = named(
  'WebhookDeliveryPage',
  z.object({
    data: z.array(webhookDeliveryResponse).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Use it to get the next page; null on the last one.'),
  }),
);

export type WebhookEndpointResponse = z.infer<typeof webhookEndpointResponse>;
export type AttemptedDeliveryResponse = z.infer<typeof attemptedDeliveryResponse>;
export type WebhookDeliveryResponse = z.infer<typeof webhookDeliveryResponse>;
