import { z } from 'zod';
import { maxWindowSeconds } from '@order-countdown/shared/order/order';
import { attemptIdPattern } from '@order-countdown/shared/order/attempt-id';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { idempotencyKey } from '../http/repeat.ts';
import { named, pageSize, storableText } from '../http/schemas.ts';

/**
 * Requests about orders: validation, types and documentation from one source. Unknown fields are refused, so that a
 * misspelt option is not silently ignored.
 */

export const exampleOrderId = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';

/** The id in the path of a route about one order. */
export const orderIdParameter = z
  .string()
  .regex(orderIdPattern, 'must be "ord_" followed by 26 base32 characters')
  .meta({ description: 'The id of the order.', example: exampleOrderId });

export const orderParams = z.object({ id: orderIdParameter });

/** Minor units. Many such amounts still add up exactly in a double. */
const maxAmount = 1_000_000_000_000;
const amount = z.int().min(1).max(maxAmount);

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const orderItem = named(
  'PlaceOrderItem',
  z.strictObject({
    sku: storableText(100).describe('Stock keeping unit: your identifier of the product.'),
    name: storableText(200).optional().describe('A name for people to read.'),
    quantity: z.int().min(1).max(1_000_000),
    unitAmount: z.int().min(0).max(maxAmount).describe('The price of one unit, in minor units.'),
  }),
);

type Priced = Pick<z.output<typeof orderItem>, 'quantity' | 'unitAmount'>;

const sumOf = (items: readonly Priced[]) =>
  items.reduce((total, { quantity, unitAmount }) => total + quantity * unitAmount, 0);

/** What is wrong with an amount that is not the sum of the items. */
export const sumMessage = (items: readonly Priced[]) =>
  `must equal the sum of the items, which is ${sumOf(items)}`;

const maxItems = 200;
const maxMetadataEntries = 50;

const metadataValue = z.union(
  [storableText(500), z.literal(''), z.number(), z.boolean(), z.null()],
  'must be a number, true, false, null, or well-formed text of at most 500 characters without NUL',
);

const metadataEntries = z
  .record(storableText(64), metadataValue)
  .refine((entries) => Object.keys(entries).length <= maxMetadataEntries, {
    error: `must have at most ${maxMetadataEntries} entries`,
  })
  .meta({
    description: 'Data of your own, stored with the order and returned with it.',
    maxProperties: maxMetadataEntries,
  });

/** zod drops an entry of this name silently, since assigning it would set the prototype. */
const metadata = z.preprocess((value, context) => {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue('must not have an entry named __proto__');
  }
  return value;
}, metadataEntries);

export const placeOrderBody = named(
  'PlaceOrder',
  z
    .strictObject({
      customerId: storableText(255)
        .optional()
        .describe(
          'The customer the order belongs to. A customer may leave it out or give its own id; a backend may give any.',
        ),
      amount: amount.describe('In minor units of the currency. If there are items, it must equal their sum.'),
      currency: z
        .string()
        .refine((code) => currencies.has(code), 'must be an ISO 4217 code, such as EUR')
        .meta({ description: 'ISO 4217, in upper case.', pattern: '^[A-Z]{3}$' }),
      items: z.array(orderItem).max(maxItems).default([]),
      reference: storableText(255)
        .optional()
        .describe('Your own number for the order; it need not be unique.'),
      metadata: metadata.default({}),
      expiresInSeconds: z
        .int()
        .min(1)
        .max(maxWindowSeconds)
        .optional()
        .describe(
          "Seconds until the payment deadline. Default: the service's own window, usually 30 minutes.",
        ),
    })
    .superRefine((order, context) => {
      if (order.items.length > 0 && sumOf(order.items) !== order.amount) {
        context.addIssue({ code: 'custom', path: ['amount'], message: sumMessage(order.items) });
      }
    }),
);

/** Whether the amount fits the items depends on the order: the ledger checks it. */
export const updateOrderBody = named(
  'UpdateOrder',
  z.strictObject({
    reference: storableText(255)
      .nullable()
      .optional()
      .describe('Your own number for the order; null removes it.'),
    metadata: metadata.optional(),
    items: z.array(orderItem).max(maxItems).optional().describe('All of them: they replace those before.'),
    amount: amount
      .optional()
      .describe('In minor units. If the order has items then, it must equal their sum.'),
  }),
);

export const advanceOrderBody = named(
  'AdvanceOrder',
  z.strictObject({ seconds: z.int().min(1).max(maxWindowSeconds) }),
);

const placeKey = idempotencyKey.meta({
  description:
    'Your own key for this request, stored with the order: 1 to 255 printable ASCII characters. Each customer has ' +
    'its own keys.',
  example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
});

export const placeOrderHeaders = z.object({ 'Idempotency-Key': placeKey.optional() });

export const exampleAttemptId = 'pat_01jdkz4b2xf6ya7c9m3r8v5w1t';

const attemptId = z.string().regex(attemptIdPattern, 'must be "pat_" followed by 26 base32 characters');

export const attemptParams = orderParams.extend({
  attemptId: attemptId.meta({ description: 'The id of the payment attempt.', example: exampleAttemptId }),
});

export const payOrderBody = named(
  'PayOrder',
  z.strictObject({
    paymentReference: storableText(255)
      .optional()
      .describe("Your payment provider's id of the payment. Repeating it changes nothing."),
    amount: amount.optional().describe("What was paid, in minor units; checked against the order's amount."),
    attemptId: attemptId
      .optional()
      .describe(
        'The payment attempt that succeeded. It need not be open any more: a lapsed one may pay, too.',
      ),
  }),
);

export const startPaymentBody = named(
  'StartPayment',
  z.strictObject({
    provider: storableText(100).optional().describe('The payment provider, such as `stripe`.'),
    reference: storableText(255)
      .optional()
      .describe("The provider's id of the attempt, such as a payment intent or a checkout session."),
  }),
);

export const failPaymentBody = named(
  'FailPayment',
  z.strictObject({
    reason: storableText(500).optional().describe("In your own words. It is kept in the order's timeline."),
  }),
);

export const extendOrderBody = named(
  'ExtendOrder',
  z.strictObject({ seconds: z.int().min(1).max(maxWindowSeconds) }),
);

export const cancelOrderBody = named(
  'CancelOrder',
  z.strictObject({
    reason: storableText(500).optional().describe("In your own words. It is kept in the order's timeline."),
  }),
);

export const notACursor = 'must be the nextCursor of an earlier page';

/** Opaque to clients: the sequence at which a page of a timeline ended. */
export const timelineCursor = z
  .base64url(notACursor)
  .max(100, notACursor)
  .transform((encoded) => Buffer.from(encoded, 'base64url').toString())
  .refine((sequence) => /^[1-9]\d{0,8}$/.test(sequence), notACursor)
  .transform(Number);

export const encodeTimelineCursor = (sequence: number) => Buffer.from(String(sequence)).toString('base64url');

/** Without either, the answer is the whole timeline. Not strict: this route always ignored other parameters. */
export const listOrderEventsQuery = z.object({
  limit: pageSize
    .optional()
    .describe(
      'The most events to return; 20 if there is only a `cursor`. Without both, all events are returned.',
    ),
  cursor: timelineCursor.optional().describe('The `nextCursor` of the previous page.'),
});
