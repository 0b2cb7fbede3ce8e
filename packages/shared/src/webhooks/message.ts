import type { Actor } from '../order/actor.ts';
import type { OrderEvent } from '../order/events.ts';
import { representOrder } from '../order/representation.ts';
import type { Order } from '../order/order.ts';
import { typeIdFromUuid } from '../order/type-id.ts';

/** The content of a delivery: an event of an order, or a ping, which belongs to no order. */
export type WebhookMessage =
  | {
      type: OrderEvent['type'];
      orderId: string;
      sequence: number;
      occurredAt: Date;
      data: object;
      actor: Actor | null;
      /** As it is when the message is sent, so its version may be higher than the sequence. Null: it no longer exists. */
      order: Order | null;
    }
  | { type: 'webhook.ping'; occurredAt: Date };

/** What a `webhook-id` is derived from. */
export interface MessageSubject {
  /** The UUID of the event. Null: a ping, or an event from before events had ids. */
  eventId: string | null;
  orderId: string | null;
  sequence: number | null;
}

/**
 * The `webhook-id`, by which receivers deduplicate: the same in every attempt. It is the event's own id, so that an
 * event in the place of one that a failover lost has another. Events without an id keep the `webhook-id` that
 * receivers know, made of order and sequence.
 */
export function messageId({ eventId, orderId, sequence }: MessageSubject, deliveryId: string): string {
  if (eventId !== null) return typeIdFromUuid('evt', eventId);
  if (orderId !== null) return `${orderId.replace(/^ord_/, 'evt_')}_${sequence}`;
  return deliveryId.replace(/^whd_/, 'evt_');
}

/** The body, in the format that the Standard Webhooks specification recommends. */
export function messageBody(message: WebhookMessage): string {
  const { type, occurredAt } = message;
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: dataOf(message) });
}

function dataOf(message: WebhookMessage): object {
  if (message.type === 'webhook.ping') return {};
  const { orderId, sequence, data, actor, order } = message;
  return { orderId, sequence, ...data, actor, ...(order && { order: representOrder(order) }) };
}
