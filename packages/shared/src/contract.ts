import { z } from 'zod';
import { maxWindowSeconds } from './config.ts';
import { orderIdPattern } from './order-id.ts';
import { orderStatuses } from './order.ts';

/**
 * Requests of the HTTP API: the one source of their validation, their types and their documentation.
 * Unknown members are refused, so that a misspelt option is not silently left out.
 */

/** Postgres can't store a NUL, and half a surrogate pair is no text. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000');
const text = (maxLength: number) =>
  z.string().min(1).max(maxLength).refine(isStorable, 'must be well-formed Unicode without NUL');

/** Minor units. The sum of many still fits a double without loss. */
const maxAmount = 1_000_000_000_000;
const amount = z.int().min(1).max(maxAmount);

const currencies = new Set(Intl.supportedValuesOf('currency'));

const item = z.strictObject({
  sku: text(100),
  name: text(200).optional(),
  quantity: z.int().min(1).max(1_000_000),
  unitAmount: z.int().min(0).max(maxAmount),
});

const maxItems = 200;
const maxMetadataEntries = 50;

/** zod leaves such a member out without a word, since assigning it would not be what it looks like. */
const hasNoPrototype = (value: unknown) =>
  typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__');

const metadataEntries = z
  .record(text(64), z.union([text(500), z.literal(''), z.number(), z.boolean(), z.null()]))
  .refine((entries) => Object.keys(entries).length <= maxMetadataEntries, {
    error: `must have at most ${maxMetadataEntries} entries`,
  });

const metadata = z
  .custom<z.input<typeof metadataEntries>>(hasNoPrototype, 'must not have an entry named __proto__')
  .pipe(metadataEntries);

export const placeOrderBody = z
  .strictObject({
    customerId: text(255).optional(),
    amount,
    currency: z.string().refine((code) => currencies.has(code), 'must be an ISO 4217 code, such as EUR'),
    items: z.array(item).max(maxItems).default([]),
    reference: text(255).optional(),
    metadata: metadata.default({}),
    expiresInSeconds: z.int().min(1).max(maxWindowSeconds).optional(),
  })
  .superRefine((order, context) => {
    const sum = order.items.reduce((total, { quantity, unitAmount }) => total + quantity * unitAmount, 0);
    if (order.items.length > 0 && sum !== order.amount) {
      const message = `must equal the sum of the items, which is ${sum}`;
      context.addIssue({ code: 'custom', path: ['amount'], message });
    }
  });

export const payOrderBody = z.strictObject({
  paymentReference: text(255).optional(),
  amount: amount.optional(),
});

export const cancelOrderBody = z.strictObject({ reason: text(500).optional() });

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

export const maxPageSize = 100;

export const listOrdersQuery = z.strictObject({
  status: z.enum(orderStatuses).optional(),
  customerId: text(255).optional(),
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(20),
  cursor: cursor.optional(),
});
