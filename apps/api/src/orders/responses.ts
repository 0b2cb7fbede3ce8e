import { z } from 'zod';
import { named, time } from '../http/schemas.ts';
import { eventActor } from './actor-response.ts';
import { refundId, refundReference, refundShape } from './refund-contract.ts';
import { orderItem } from './requests.ts';
import { attemptStatuses } from '@order-countdown/shared/order/attempt';
import { attemptIdPattern } from '@order-countdown/shared/order/attempt-id';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { cancelReasons, orderStatuses } from '@order-countdown/shared/order/order';

/**
 * Responses about orders: types and documentation from one source. Times are RFC 3339 UTC with milliseconds, amounts
 * are minor units.
 */

const orderId = z.string().regex(orderIdPattern).describe('A TypeID: `ord_` and a UUIDv7 in base32.');
const status = z.enum(orderStatuses);
const cancelReason = z
  .enum(cancelReasons)
  .describe('Who cancelled: the deadline (`expired`), the customer or the backend.');
const amount = z.int().min(1).describe('In minor units of the currency.');
const currency = z.string().meta({ description: 'ISO 4217.', pattern: '^[A-Z]{3}$' });
const remainingMs = z
  .int()
  .min(0)
  .describe(
    "Milliseconds left to pay, by the database's clock; 0 from the deadline on, and once the order is paid or cancelled.",
  );
const payBy = time.describe(
  "The order's own deadline: when it was placed, plus its payment window and all extensions.",
);
const expiresAt = time.describe(
  'The deadline that decides: `payBy`, or later while a payment attempt holds the order. From this instant on the ' +
    'order can no longer be paid.',
);
const paymentInProgress = z.boolean().describe('Whether a payment attempt is open.');
const customerId = z
  .string()
  .nullable()
  .describe('The customer the order belongs to; null if the backend gave none.');
const reference = z.string().nullable().describe("The shop's own number for the order.");

/** As it was sent; unlike a request, it may gain fields later. */
export const orderItemResponse = named('OrderItem', z.object(orderItem.shape));

export const orderResponse = named(
  'Order',
  z.object({
    id: orderId,
    customerId,
    reference,
    status,
    amount,
    currency,
    items: z.array(orderItemResponse),
    metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    createdAt: time,
    payBy,
    expiresAt,
    remainingMs,
    paymentInProgress,
    paidAt: time.nullable(),
    cancelledAt: time.nullable(),
    cancelReason: cancelReason.nullable(),
    refundDueAmount: z
      .int()
      .min(0)
      .describe('What must still be refunded of refused payments, in minor units; 0 if nothing.'),
    version: z
      .int()
      .min(1)
      .describe('Counts the changes of the order: it is the `sequence` of its latest event.'),
  }),
);

const viewToken = z
  .string()
  .describe(
    'Lets a browser read this order, its countdown and its stream, and nothing else: send it as `?token=`.',
  );

export const placedOrderResponse = named('PlacedOrder', orderResponse.extend({ viewToken }));

export const viewTokenResponse = named(
  'ViewToken',
  z.object({ viewToken, expiresAt: time.describe('From this instant on the token is not valid.') }),
);

export const countdownResponse = named(
  'Countdown',
  z.object({
    id: orderId,
    status,
    payBy,
    expiresAt,
    serverTime: time.describe("The database's clock at the time of the response: count down relative to it."),
    remainingMs,
    paymentInProgress,
  }),
);

export const snapshotResponse = countdownResponse.extend({ version: orderResponse.shape.version });

export const orderPageResponse = named(
  'OrderPage',
  z.object({
    data: z.array(orderResponse).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Use it to get the next page; null on the last one.'),
  }),
);

const eventOf = <Type extends string, Data extends z.ZodObject>(type: Type, data: Data) =>
  z.object({
    sequence: z.int().min(1).describe('Counts from 1 in each order, without gaps.'),
    type: z.literal(type),
    occurredAt: time,
    data,
    actor: eventActor
      .optional()
      .describe('Who made the change; null in the events of earlier versions. Only backends get it.'),
  });

const attemptId = z.string().regex(attemptIdPattern).describe('A TypeID: `pat_` and a UUIDv7 in base32.');
const provider = z.string().nullable().describe('The payment provider; null: none was given.');
const attemptReference = z
  .string()
  .nullable()
  .describe("The provider's reference of the attempt; null: none was given.");
const holdUntil = time
  .nullable()
  .describe('Until when the attempt keeps the order from being cancelled; null: it does not.');

export const paymentAttemptResponse = named(
  'PaymentAttempt',
  z.object({
    id: attemptId,
    orderId,
    status: z
      .enum(attemptStatuses)
      .describe(
        '`lapsed`: it was still open when its hold ended, or when the order was paid by other means, cancelled, or due.',
      ),
    provider,
    reference: attemptReference,
    createdAt: time,
    holdUntil,
  }),
);

export const paymentAttemptListResponse = named(
  'PaymentAttemptList',
  z.object({
    data: z.array(paymentAttemptResponse).describe('Oldest first.'),
    nextCursor: z.null().describe('Always null: all attempts fit on one page.'),
  }),
);

const refund = z.object(refundShape);

export const orderEventResponse = named(
  'OrderEvent',
  z.discriminatedUnion('type', [
    eventOf('order.placed', z.object({ customerId, reference, amount, currency, expiresAt: time })),
    eventOf('order.expiring', z.object({ expiresAt: time })),
    eventOf(
      'order.extended',
      z.object({
        seconds: z.int().min(1),
        expiresAt: time,
        payBy: payBy.optional().describe('Missing in the events of earlier versions.'),
      }),
    ),
    eventOf(
      'order.updated',
      z.object({
        changed: z.array(z.enum(['reference', 'metadata', 'items', 'amount'])),
        reference,
        amount,
        currency,
      }),
    ),
    eventOf('order.advanced', z.object({ seconds: z.int().min(1), expiresAt: time })),
    eventOf(
      'order.payment_started',
      z.object({ attemptId, provider, reference: attemptReference, holdUntil, expiresAt: time }),
    ),
    eventOf(
      'order.payment_failed',
      z.object({
        attemptId,
        reason: z.string().nullable().describe("The caller's explanation."),
        expiresAt: time,
      }),
    ),
    eventOf('order.paid', z.object({ amount, currency, paymentReference: z.string().nullable() })),
    eventOf('order.cancelled', z.object({ reason: cancelReason, note: z.string().nullable() })),
    eventOf(
      'payment.refund_required',
      refund.extend({ refundId: refundId.optional().describe('Left out in events of earlier versions.') }),
    ),
    eventOf('payment.refund_withdrawn', refund),
    eventOf('customer.erased', z.object({})),
    eventOf('payment.refunded', refund.extend({ refundId, refundReference })),
  ]),
);

export const orderEventTypes = orderEventResponse.options.map(({ shape }) => shape.type.value);

export const timelineResponse = named(
  'Timeline',
  z.object({
    data: z.array(orderEventResponse).describe('Oldest first.'),
    nextCursor: z
      .string()
      .nullable()
      .optional()
      .describe(
        'Only with `limit` or `cursor`: use it to get the next page; null on the last one, as far as it has come.',
      ),
  }),
);

export type OrderResponse = z.infer<typeof orderResponse>;
export type PlacedOrderResponse = z.infer<typeof placedOrderResponse>;
export type ViewTokenResponse = z.infer<typeof viewTokenResponse>;
export type CountdownResponse = z.infer<typeof countdownResponse>;
export type SnapshotResponse = z.infer<typeof snapshotResponse>;
export type PaymentAttemptResponse = z.infer<typeof paymentAttemptResponse>;
export type OrderEventResponse = z.infer<typeof orderEventResponse>;
