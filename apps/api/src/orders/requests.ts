import { z } from 'zod';
import { maxWindowSeconds } from '@order-countdown/shared/order/order';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { orderStatuses } from '@order-countdown/shared/order/order';
import { maxPageSize, storableText } from '../http/schemas.ts';

/**
 * Requests of the HTTP API: the one source of their validation, their types and their documentation.
 * Unknown members are refused, so that a misspelt option is not silently left out.
 */

/** Minor units. The sum of many still fits a double without loss. */
const maxAmount = 1_000_000_000_000;
const amount = z.int().min(1).max(maxAmount);

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const orderItem = z.strictObject({
  sku: storableText(100).describe('The stock keeping unit: your name for what is sold.'),
  name: storableText(200).optional().describe('For people.'),
  quantity: z.int().min(1).max(1_000_000),
  unitAmount: z.int().min(0).max(maxAmount).describe('What one costs, in minor units.'),
});

const maxItems = 200;
const maxMetadataEntries = 50;

const metadataEntries = z
  .record(storableText(64), z.union([storableText(500), z.literal(''), z.number(), z.boolean(), z.null()]))
  .refine((entries) => Object.keys(entries).length <= maxMetadataEntries, {
    error: `must have at most ${maxMetadataEntries} entries`,
  })
  .meta({
    description: 'Whatever you want to find with the order again. We keep it and make nothing of it.',
    maxProperties: maxMetadataEntries,
  });

/** zod leaves such a member out without a word, since assigning it would not be what it looks like. */
const metadata = z.preprocess((value, context) => {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue('must not have an entry named __proto__');
  }
  return value;
}, metadataEntries);

export const placeOrderBody = z
  .strictObject({
    customerId: storableText(255)
      .optional()
      .describe(
        'Whose order it is. A customer can leave it out or name itself; a backend names whom it likes.',
      ),
    amount: amount.describe('Minor units of the currency. With items, it must equal their sum.'),
    currency: z
      .string()
      .refine((code) => currencies.has(code), 'must be an ISO 4217 code, such as EUR')
      .meta({ description: 'ISO 4217, in capitals.', pattern: '^[A-Z]{3}$' }),
    items: z.array(orderItem).max(maxItems).default([]),
    reference: storableText(255).optional().describe('Your own number for the order. It need not be unique.'),
    metadata: metadata.default({}),
    expiresInSeconds: z
      .int()
      .min(1)
      .max(maxWindowSeconds)
      .optional()
      .describe("How long the order can be paid. Left out: the service's own window, usually 30 minutes."),
  })
  .superRefine((order, context) => {
    const sum = order.items.reduce((total, { quantity, unitAmount }) => total + quantity * unitAmount, 0);
    if (order.items.length > 0 && sum !== order.amount) {
      const message = `must equal the sum of the items, which is ${sum}`;
      context.addIssue({ code: 'custom', path: ['amount'], message });
    }
  });

export const payOrderBody = z.strictObject({
  paymentReference: storableText(255)
    .optional()
    .describe('What your payment provider calls this payment. The same one again changes nothing.'),
  amount: amount.optional().describe("What was paid, in minor units, to be held against the order's amount."),
});

export const extendOrderBody = z.strictObject({ seconds: z.int().min(1).max(maxWindowSeconds) });

export const cancelOrderBody = z.strictObject({
  reason: storableText(500).optional().describe("In your words. It is kept in the order's timeline."),
});

export const orderIdParameter = z
  .string()
  .regex(orderIdPattern, 'must be an order id: ord_ and 26 characters of base32');

/** Opaque to clients: where a page of the listing ended. */
const cursor = z
  .base64url()
  .max(100)
  .transform((encoded) => Buffer.from(encoded, 'base64url').toString())
  .refine((id) => orderIdPattern.test(id), 'must be the nextCursor of a page before');

export const encodeCursor = (orderId: string) => Buffer.from(orderId).toString('base64url');

export const listOrdersQuery = z.strictObject({
  status: z.enum(orderStatuses).optional().describe('Only orders of this status.'),
  customerId: storableText(255)
    .optional()
    .describe("Only this customer's orders. A customer sees none but its own, whatever is left out."),
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(20).describe('How many at most.'),
  cursor: cursor.optional().describe('The `nextCursor` of the page before.'),
});
