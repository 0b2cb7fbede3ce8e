import { z } from 'zod';
import type { OrderFilter } from '@order-countdown/shared/ledger/list-filter';
import { orderStatuses } from '@order-countdown/shared/order/order';
import { orderIdPattern } from '@order-countdown/shared/order/order-id';
import { instant, pageSize, storableText } from '../http/schemas.ts';
import { notACursor } from './requests.ts';

/** Opaque to clients: where a page of the list ended. */
const cursor = z
  .base64url(notACursor)
  .max(100, notACursor)
  .transform((encoded) => Buffer.from(encoded, 'base64url').toString())
  .refine((id) => orderIdPattern.test(id), notACursor);

export const encodeCursor = (orderId: string) => Buffer.from(orderId).toString('base64url');

/** Which orders to list. */
export const orderFilters = {
  status: z.enum(orderStatuses).optional().describe('Only orders with this status.'),
  customerId: storableText(255)
    .optional()
    .describe("Only this customer's orders. A customer only ever sees its own."),
  reference: storableText(255).optional().describe('Only orders with this number of your own.'),
  paymentReference: storableText(255)
    .optional()
    .describe('Only orders with a payment of this reference, whether it was kept or refused.'),
  createdAfter: instant.optional().describe('Only orders that were placed later than this.'),
  createdBefore: instant.optional().describe('Only orders that were placed earlier than this.'),
  expiresAfter: instant
    .optional()
    .describe('Only orders whose deadline is later than this. Only with `status=pending`.'),
  expiresBefore: instant
    .optional()
    .describe('Only orders whose deadline is earlier than this. Only with `status=pending`.'),
  refundDue: z.literal('true', 'must be true').optional().describe('Only orders with a refund that is due.'),
};

/** Which part of the list. */
export const orderPage = {
  limit: pageSize
    .default(20)
    .describe('The most orders to return. Beyond 20, large orders may make it fewer.'),
  cursor: cursor.optional().describe('The `nextCursor` of the previous page, with the same filters.'),
};

type Filters = z.output<z.ZodObject<typeof orderFilters>>;

const onlyPending = 'can only be combined with status=pending';

/** Deadlines are an index of pending orders alone. */
export function requirePending(
  { status, expiresAfter, expiresBefore }: Filters,
  context: z.core.$RefinementCtx,
): void {
  if (status === 'pending') return;
  for (const [name, value] of Object.entries({ expiresAfter, expiresBefore })) {
    if (value) context.addIssue({ code: 'custom', path: [name], message: onlyPending });
  }
}

export const listOrdersQuery = z.strictObject({ ...orderFilters, ...orderPage }).superRefine(requirePending);

/** What the ledger is asked for. */
export const toFilter = (filters: Filters): OrderFilter => ({
  status: filters.status ?? null,
  customerId: filters.customerId ?? null,
  reference: filters.reference ?? null,
  paymentReference: filters.paymentReference ?? null,
  createdAfter: filters.createdAfter ?? null,
  createdBefore: filters.createdBefore ?? null,
  expiresAfter: filters.expiresAfter ?? null,
  expiresBefore: filters.expiresBefore ?? null,
  isRefundDue: filters.refundDue !== undefined,
});
