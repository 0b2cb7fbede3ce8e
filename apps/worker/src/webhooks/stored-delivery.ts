import { toldActor } from '@order-countdown/shared/ledger/actor-row';
import { orderColumns, toOrder, type OrderRow } from '@order-countdown/shared/ledger/row';
import type { Actor } from '@order-countdown/shared/order/actor';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import type { DeliveryStatus } from '@order-countdown/shared/webhooks/delivery-history';
import { endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { messageId, type WebhookMessage } from '@order-countdown/shared/webhooks/message';
import { eventOf } from '@order-countdown/shared/webhooks/event-of';

/** A delivery with everything that sending it needs. */
export interface StoredDelivery {
  id: string;
  status: DeliveryStatus;
  /** Attempts so far, since it was last asked for. */
  attempts: number;
  /** It was given to the queue, or is to be. A pending delivery that is not waits in Postgres for its next attempt. */
  isDue: boolean;
  /** The `webhook-id`. */
  messageId: string;
  /** The trace that the event belongs to; null: none, or it was not sampled. */
  traceparent: string | null;
  message: WebhookMessage;
  /** Null: the endpoint was removed. */
  endpoint: StoredEndpoint | null;
}

export interface StoredEndpoint {
  id: string;
  url: string;
  enabled: boolean;
  sealedSecret: Buffer;
  /** The secret before it, while that is still valid. */
  previousSealedSecret: Buffer | null;
  /** Its circuit is open. */
  isOpen: boolean;
  /** Its circuit is open, and lets this delivery through. */
  isProbe: boolean;
}

/** A delivery whose endpoint exists. */
export type SendableDelivery = StoredDelivery & { endpoint: StoredEndpoint };

/** The columns of an order are null for a ping. */
export interface StoredRow extends Omit<OrderRow, 'id'> {
  delivery_id: string;
  delivery_status: DeliveryStatus;
  attempts: number;
  is_due: boolean;
  event_id: string | null;
  traceparent: string | null;
  order_id: string | null;
  id: string | null;
  sequence: number | null;
  /** Null also for an event that is gone, with its order: see `RETENTION_DAYS`. */
  type: OrderEvent['type'] | null;
  data: object;
  actor: Actor | null;
  occurred_at: Date;
  endpoint_id: string | null;
  url: string;
  enabled: boolean;
  sealed_secret: Buffer;
  previous_sealed_secret: Buffer | null;
  is_open: boolean;
  is_probe: boolean;
}

/** SQL: the {@link StoredRow}s of the deliveries `$1`. Orders are looked up one by one, however many are asked for. */
export const readStatement = `
select delivery.id as delivery_id, delivery.status as delivery_status,
       delivery.attempts - coalesce(delivery.attempts_before, 0) as attempts, delivery.queued_at is not null or delivery.due_at <= now() as is_due,
       delivery.order_id, delivery.sequence, event.event_id, event.traceparent, event.type, event.data,
       ${toldActor('event', 'orders.customer_id')} as actor,
       coalesce(event.occurred_at, delivery.created_at) as occurred_at,
       endpoint.id as endpoint_id, endpoint.url, endpoint.enabled, endpoint.sealed_secret,
       case when endpoint.previous_secret_until > now() then endpoint.previous_sealed_secret end as previous_sealed_secret,
       circuit.open_until is not null as is_open, circuit.open_until is not null and circuit.probe = delivery.id as is_probe,
       ${orderColumns('orders')}
from webhook_deliveries delivery
left join ${eventOf('delivery')}
left join lateral (select * from orders where orders.id = delivery.order_id limit 1) orders on true
left join webhook_endpoints endpoint on endpoint.id = delivery.endpoint_id
left join webhook_circuits circuit on circuit.endpoint_id = endpoint.id
where delivery.id = any($1::uuid[])`;

/** @returns null: there is no such delivery, or nothing to deliver any more */
export function toStored(id: string, row: StoredRow | undefined): StoredDelivery | null {
  if (!row) return null;
  const { attempts, sequence } = row;
  const orderId = row.order_id && orderIdFromUuid(row.order_id);
  const message = messageOf(row, orderId);
  if (!message) return null;
  return {
    id,
    status: row.delivery_status,
    attempts,
    isDue: row.is_due,
    traceparent: row.traceparent,
    messageId: messageId({ eventId: row.event_id, orderId, sequence }, id),
    message,
    endpoint: toEndpoint(row),
  };
}

function messageOf(row: StoredRow, orderId: string | null): WebhookMessage | null {
  const { sequence, type, data, actor, occurred_at: occurredAt } = row;
  if (orderId === null || sequence === null) return { type: 'webhook.ping', occurredAt };
  return type && { type, orderId, sequence, occurredAt, data, actor, order: orderOf(row) };
}

function orderOf({ id, ...row }: StoredRow) {
  return id === null ? null : toOrder({ id, ...row });
}

function toEndpoint(row: StoredRow): StoredEndpoint | null {
  if (row.endpoint_id === null) return null;
  return {
    id: endpointIdFromUuid(row.endpoint_id),
    url: row.url,
    enabled: row.enabled,
    sealedSecret: row.sealed_secret,
    previousSealedSecret: row.previous_sealed_secret,
    isOpen: row.is_open,
    isProbe: row.is_probe,
  };
}
