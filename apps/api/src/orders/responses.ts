import { z } from 'zod';
import { time } from '../http/schemas.ts';
import { orderItem } from './requests.ts';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { cancelReasons, orderStatuses } from '@order-countdown/shared/order/order';

/**
 * Responses of the HTTP API, as they are written: times are RFC 3339 UTC with milliseconds, amounts are minor
 * units. The one source of their types and their documentation.
 */

const orderId = z.string().regex(orderIdPattern).describe('A TypeID: `ord_` and a UUIDv7 in base32.');
const status = z.enum(orderStatuses);
const cancelReason = z
  .enum(cancelReasons)
  .describe('Who cancelled: the deadline, the customer, or the backend.');
const amount = z.int().min(1).describe('Minor units of the currency.');
const currency = z.string().meta({ description: 'ISO 4217.', pattern: '^[A-Z]{3}$' });
const remainingMs = z
  .int()
  .min(0)
  .describe(
    "Milliseconds left to pay, by the ledger's clock; 0 from the deadline on and once it is settled.",
  );
const customerId = z.string().nullable().describe('Whose order it is; null where a backend named nobody.');
const reference = z.string().nullable().describe("The shop's own number for the order.");

/** As it was sent, and open for members to come. */
export const orderItemResponse = z.object(orderItem.shape);

export const orderResponse = z.object({
  id: orderId,
  customerId,
  reference,
  status,
  amount,
  currency,
  items: z.array(orderItemResponse),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  createdAt: time,
  expiresAt: time.describe('The deadline. From this instant on the order can no longer be paid.'),
  remainingMs,
  paidAt: time.nullable(),
  cancelledAt: time.nullable(),
  cancelReason: cancelReason.nullable(),
  version: z.int().min(1).describe('Counts the changes of the order: the `sequence` of its latest event.'),
});

export const placedOrderResponse = orderResponse.extend({
  viewToken: z
    .string()
    .describe('Reads this one order and its countdown, and nothing else, as `?token=` in a browser.'),
});

export const countdownResponse = z.object({
  id: orderId,
  status,
  expiresAt: time,
  serverTime: time.describe("The ledger's clock when it answered: set a shopper's countdown by it."),
  remainingMs,
});

export const snapshotResponse = countdownResponse.extend({ version: orderResponse.shape.version });

export const orderPageResponse = z.object({
  data: z.array(orderResponse).describe('Newest first.'),
  nextCursor: z.string().nullable().describe('For the next page; null on the last one.'),
});

const eventOf = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    sequence: z.int().min(1).describe('Counts from 1 in each order, without gaps.'),
    type: z.literal(type),
    occurredAt: time,
    data,
  });

export const orderEventResponse = z.discriminatedUnion('type', [
  eventOf('order.placed', z.object({ customerId, reference, amount, currency, expiresAt: time })),
  eventOf('order.expiring', z.object({ expiresAt: time })),
  eventOf('order.extended', z.object({ seconds: z.int().min(1), expiresAt: time })),
  eventOf('order.paid', z.object({ amount, currency, paymentReference: z.string().nullable() })),
  eventOf('order.cancelled', z.object({ reason: cancelReason, note: z.string().nullable() })),
  eventOf(
    'payment.refund_required',
    z.object({
      amount,
      currency,
      reason: z.enum(['late', 'duplicate']).describe('Why the money has to be given back.'),
      paymentReference: z.string(),
    }),
  ),
]);

export const timelineResponse = z.object({
  data: z.array(orderEventResponse).describe('Oldest first.'),
});

export type OrderResponse = z.infer<typeof orderResponse>;
export type PlacedOrderResponse = z.infer<typeof placedOrderResponse>;
export type CountdownResponse = z.infer<typeof countdownResponse>;
export type SnapshotResponse = z.infer<typeof snapshotResponse>;
export type OrderEventResponse = z.infer<typeof orderEventResponse>;
