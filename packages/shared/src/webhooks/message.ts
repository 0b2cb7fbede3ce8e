import type { OrderEvent } from '../order/events.ts';

/** What is delivered: an event of an order, or a ping, which belongs to none. */
export type WebhookMessage =
  | { type: OrderEvent['type']; orderId: string; sequence: number; occurredAt: Date; data: object }
  | { type: 'webhook.ping'; orderId: null; sequence: null; occurredAt: Date; data: object };

/**
 * The `webhook-id`, by which receivers tell what they have seen before: the same for every attempt, whatever
 * breaks in between, since it follows from the event itself.
 */
export function messageId(
  { orderId, sequence }: { orderId: string | null; sequence: number | null },
  deliveryId: string,
): string {
  if (orderId === null) return deliveryId.replace(/^whd_/, 'evt_');
  return `${orderId.replace(/^ord_/, 'evt_')}_${sequence}`;
}

/** The body, in the form that the Standard Webhooks specification recommends. */
export function messageBody({ type, orderId, sequence, occurredAt, data }: WebhookMessage): string {
  const subject = orderId === null ? {} : { orderId, sequence };
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: { ...subject, ...data } });
}
