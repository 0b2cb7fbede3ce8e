import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Caller } from '../auth/caller.ts';

/** The events that a caller may know of an order that it may see, in the same order. `sequence` is not changed. */
export function eventsFor(caller: Caller, events: readonly OrderEvent[]): readonly OrderEvent[] {
  return caller.kind === 'viewer' ? events.flatMap((event) => forViewer(event) ?? []) : events;
}

/**
 * What the holder of a view token, a link that is passed on, may know of an event: how the order ends, and nothing of
 * payments, the customer, or notes. Null: it may not know of it, as of refunds, and of types that a later version writes.
 */
function forViewer(event: OrderEvent): OrderEvent | null {
  switch (event.type) {
    case 'order.placed':
      return { ...event, data: { ...event.data, customerId: null, reference: null } };
    case 'order.paid':
      return { ...event, data: { ...event.data, paymentReference: null } };
    case 'order.cancelled':
      return { ...event, data: { ...event.data, note: null } };
    case 'order.updated':
      return { ...event, data: { ...event.data, reference: null } };
    case 'order.payment_started':
      return { ...event, data: { ...event.data, provider: null, reference: null } };
    case 'order.payment_failed':
      return { ...event, data: { ...event.data, reason: null } };
    case 'order.expiring':
    case 'order.extended':
    case 'order.advanced':
      return event;
    default:
      return null;
  }
}
