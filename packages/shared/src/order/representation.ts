import { isPaymentInProgress, type Order } from './order.ts';

/** An order as the API's responses and webhooks tell it to a backend: times are RFC 3339 UTC with milliseconds. */
export function representOrder(order: Order) {
  return {
    id: order.id,
    customerId: order.customerId,
    reference: order.reference,
    status: order.status,
    amount: order.amount,
    currency: order.currency,
    items: order.items,
    metadata: order.metadata,
    createdAt: order.createdAt.toISOString(),
    payBy: order.payBy.toISOString(),
    expiresAt: order.expiresAt.toISOString(),
    remainingMs: order.remainingMs,
    paymentInProgress: isPaymentInProgress(order, order.asOf),
    paidAt: order.paidAt?.toISOString() ?? null,
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
    cancelReason: order.cancelReason,
    refundDueAmount: order.refundDueAmount,
    version: order.version,
  };
}

export type RepresentedOrder = ReturnType<typeof representOrder>;
