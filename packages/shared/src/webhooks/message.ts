import type { OrderEvent } from '../order/events.ts';

/** The content of a delivery: an event of an order, or a ping, which belongs to no order. */
export type WebhookMessage =
  | { type: OrderEvent['type']; orderId: string; sequence: number; occurredAt: Date; data: object }
  | { type: 'webhook.ping'; orderId: null; sequence: null; occurredAt: Date; data: object };

/** The `webhook-id`, by which receivers deduplicate. It is derived from the event, so it is the same in every attempt. */
export function messageId(
  { orderId, sequence }: { orderId: string | null; sequence: number | null },
  deliveryId: string,
): string {
  if (orderId === null) return deliveryId.replace(/^whd_/, 'evt_');
  return `${orderId.replace(/^ord_/, 'evt_')}_${sequence}`;
}

/** The body, in the format that the Standard Webhooks specification recommends. */
export function messageBody({ type, orderId, sequence, occurredAt, data }: WebhookMessage): string {
  const subject = orderId === null ? {} : { orderId, sequence };
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: { ...subject, ...data } });
}
