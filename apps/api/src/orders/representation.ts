import type { CountdownResponse, OrderEventResponse, OrderResponse, SnapshotResponse } from './responses.ts';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Order } from '@order-countdown/shared/order/order';
import type { CountdownView } from '@order-countdown/shared/orders/orders';

/** Orders as responses write them: times are RFC 3339 UTC with milliseconds. */

export function representOrder(order: Order): OrderResponse {
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
    expiresAt: order.expiresAt.toISOString(),
    remainingMs: order.remainingMs,
    paidAt: order.paidAt?.toISOString() ?? null,
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
    cancelReason: order.cancelReason,
    version: order.version,
  };
}

export function representCountdown(countdown: CountdownView): CountdownResponse {
  const { id, status, expiresAt, serverTime, remainingMs } = countdown;
  return {
    id,
    status,
    expiresAt: expiresAt.toISOString(),
    serverTime: serverTime.toISOString(),
    remainingMs,
  };
}

/** The first event of a stream. */
export function representSnapshot(order: Order): SnapshotResponse {
  return { ...representCountdown({ ...order, serverTime: order.asOf }), version: order.version };
}

/** An event as streams send it. A client may read several streams, so each event has its order's id. */
export function representStreamed(event: OrderEvent) {
  return { id: event.orderId, ...representEvent(event) };
}

export function representEvent(event: OrderEvent): OrderEventResponse {
  const { orderId: _, ...entry } = event;
  return { ...entry, occurredAt: entry.occurredAt.toISOString() };
}
