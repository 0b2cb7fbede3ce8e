import { z } from 'zod';
import {
  refundIdPattern,
  refundReasons,
  refundStatuses,
  type Refund,
} from '@order-countdown/shared/order/refund';
import { named, pageSize, storableText, time } from '../http/schemas.ts';
import { exampleOrderId, orderIdParameter } from './requests.ts';

/** Requests and responses about refunds: validation, types and documentation from one source. */

const exampleRefundId = 'rfd_01jdkz4c5te0fv2x9k7q5m4n6p';

export const refundParams = z.object({
  id: z
    .string()
    .regex(refundIdPattern, 'must be "rfd_" followed by 26 base32 characters')
    .meta({ description: 'The id of the refund.', example: exampleRefundId }),
});

const notACursor = 'must be the nextCursor of an earlier page';

/** Opaque to clients: where a page of the refunds ended. */
const cursor = z
  .base64url(notACursor)
  .max(100, notACursor)
  .transform((encoded) => Buffer.from(encoded, 'base64url').toString())
  .refine((id) => refundIdPattern.test(id), notACursor);

export const encodeRefundCursor = (refundId: string) => Buffer.from(refundId).toString('base64url');

export const listRefundsQuery = z.strictObject({
  status: z.enum(refundStatuses).optional().describe('Only refunds with this status.'),
  reason: z.enum(refundReasons).optional().describe('Only refunds for this reason.'),
  orderId: orderIdParameter.optional().describe('Only the refunds of this order.'),
  customerId: storableText(255).optional().describe("Only the refunds of this customer's orders."),
  limit: pageSize.default(20).describe('The most refunds to return.'),
  cursor: cursor.optional().describe('The `nextCursor` of the previous page.'),
});

export const recordRefundBody = named(
  'RecordRefund',
  z.strictObject({
    refundReference: storableText(255)
      .optional()
      .describe("Your payment provider's id of the refund. It can be added later, and not be changed."),
  }),
);

/** What a refund and the events about it say of it. */
export const refundShape = {
  amount: z.int().min(1).describe('In minor units of the currency.'),
  currency: z.string().meta({ description: 'ISO 4217.', pattern: '^[A-Z]{3}$' }),
  reason: z
    .enum(refundReasons)
    .describe(
      'Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the ' +
        "order's `amount`.",
    ),
  paymentReference: z.string().describe("The payment provider's id of the payment."),
};

export const refundId = z
  .string()
  .regex(refundIdPattern)
  .describe('The id of the refund: a TypeID, `rfd_` and a UUIDv7 in base32.');

export const refundReference = z
  .string()
  .nullable()
  .describe("The payment provider's id of the refund; null if none was given.");

export const refundResponse = named(
  'Refund',
  z.object({
    id: refundId,
    orderId: orderIdParameter,
    paymentReference: refundShape.paymentReference,
    amount: refundShape.amount,
    currency: refundShape.currency,
    reason: refundShape.reason,
    status: z.enum(refundStatuses).describe('`due` until it is reported as made.'),
    createdAt: time.describe('When the payment was refused.'),
    refundedAt: time.nullable().describe('When the refund was reported as made; null: it is due.'),
    refundReference,
  }),
);

export const refundPageResponse = named(
  'RefundPage',
  z.object({
    data: z.array(refundResponse).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Use it to get the next page; null on the last one.'),
  }),
);

type RefundResponse = z.infer<typeof refundResponse>;

export function representRefund(refund: Refund): RefundResponse {
  return {
    id: refund.id,
    orderId: refund.orderId,
    paymentReference: refund.paymentReference,
    amount: refund.amount,
    currency: refund.currency,
    reason: refund.reason,
    status: refund.status,
    createdAt: refund.createdAt.toISOString(),
    refundedAt: refund.refundedAt?.toISOString() ?? null,
    refundReference: refund.refundReference,
  };
}

export const dueRefund: RefundResponse = {
  id: exampleRefundId,
  orderId: exampleOrderId,
  paymentReference: 'pay_8a1d',
  amount: 12_900,
  currency: 'CNY',
  reason: 'duplicate',
  status: 'due',
  createdAt: '2026-03-01T12:06:10.120Z',
  refundedAt: null,
  refundReference: null,
};

export const madeRefund: RefundResponse = {
  ...dueRefund,
  status: 'refunded',
  refundedAt: '2026-03-01T14:20:00.000Z',
  refundReference: 're_5c0e',
};
