import type { OrderEvent } from '@order-countdown/shared/events';
import type { Order } from '@order-countdown/shared/order';
import type { CountdownView } from '@order-countdown/shared/orders';

/** What clients read. Dates become RFC 3339 UTC with milliseconds when they are written as JSON. */

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
    createdAt: order.createdAt,
    expiresAt: order.expiresAt,
    remainingMs: order.remainingMs,
    paidAt: order.paidAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason,
    version: order.version,
  };
}

export function representCountdown({ id, status, expiresAt, serverTime, remainingMs }: CountdownView) {
  return { id, status, expiresAt, serverTime, remainingMs };
}

export function representEvent({ sequence, type, occurredAt, data }: OrderEvent) {
  return { sequence, type, occurredAt, data };
}
