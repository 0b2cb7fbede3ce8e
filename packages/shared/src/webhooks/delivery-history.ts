import type { Postgres } from '../platform/postgres.ts';
import { orderIdFromUuid } from '../order/order-id.ts';
import { deliveryIdFromUuid, deliveryIdToUuid, endpointIdToUuid } from './ids.ts';
import { messageId } from './message.ts';
import { eventOf } from './event-of.ts';

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One event for one endpoint, and the result of sending it so far. */
export interface WebhookDelivery {
  id: string;
  /** The `webhook-id` that the endpoint sees. */
  eventId: string;
  type: string;
  /** Null, like `sequence`, for a ping. */
  orderId: string | null;
  sequence: number | null;
  status: DeliveryStatus;
  attempts: number;
  /** The HTTP status of the last attempt. Null: there was no response. */
  responseStatus: number | null;
  /** The first bytes of the response. */
  responseBody: string | null;
  /** Why the last attempt failed. */
  error: string | null;
  createdAt: Date;
  lastAttemptAt: Date | null;
  nextAttemptAt: Date | null;
}

export interface DeliveryRow {
  id: string;
  type: string;
  event_id: string | null;
  order_id: string | null;
  sequence: number | null;
  status: DeliveryStatus;
  attempts: number;
  response_status: number | null;
  response_body: string | null;
  error: string | null;
  created_at: Date;
  last_attempt_at: Date | null;
  next_attempt_at: Date | null;
}

/** The select list of a {@link DeliveryRow} without `type` and `event_id`, which are columns of the event. */
export function deliveryColumns(row: string): string {
  const names = [
    'id',
    'order_id',
    'sequence',
    'status',
    'attempts',
    'response_status',
    'response_body',
    'error',
  ];
  const times = ['created_at', 'last_attempt_at', 'next_attempt_at'];
  return [...names, ...times].map((name) => `${row}.${name}`).join(', ');
}

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const id = deliveryIdFromUuid(row.id);
  const orderId = row.order_id && orderIdFromUuid(row.order_id);
  const { sequence } = row;
  return {
    id,
    eventId: messageId({ eventId: row.event_id, orderId, sequence }, id),
    type: row.type,
    orderId,
    sequence,
    status: row.status,
    attempts: row.attempts,
    responseStatus: row.response_status,
    responseBody: row.response_body,
    error: row.error,
    createdAt: row.created_at,
    lastAttemptAt: row.last_attempt_at,
    nextAttemptAt: row.next_attempt_at,
  };
}

/** The last delivery of a page. */
export interface HistoryCursor {
  createdAt: Date;
  id: string;
}

export interface HistoryQuery {
  endpointId: string;
  /** 1 to 100. */
  limit: number;
  /** Null: whatever became of them. */
  status: DeliveryStatus | null;
  /** Null: start with the newest delivery. */
  after: HistoryCursor | null;
}

export interface HistoryPage {
  deliveries: WebhookDelivery[];
  /** Null: this is the last page. */
  next: HistoryCursor | null;
}

/* `created_at` by itself spares the partitions of later months. With the status written out, so that a partial index can be used: one holds what failed, another what is pending. */
const historyStatement = (status: DeliveryStatus | null) => `
select ${deliveryColumns('delivery')}, coalesce(event.type, 'webhook.ping') as type,
       event.event_id
from webhook_deliveries delivery left join ${eventOf('delivery')}
where endpoint_id = $1 and created_at <= $2::timestamptz and (created_at, id) < ($2::timestamptz, $3::uuid)${status ? ` and status = '${status}'` : ''}
order by created_at desc, id desc limit $4`;

const newest = { createdAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Reads one page of the deliveries to an endpoint, newest first. @throws LedgerUnavailable */
export async function readHistory(
  postgres: Postgres,
  { endpointId, limit, status, after }: HistoryQuery,
): Promise<HistoryPage> {
  const from = after ? { createdAt: after.createdAt, id: deliveryIdToUuid(after.id) } : newest;
  const values = [endpointIdToUuid(endpointId), from.createdAt, from.id, limit + 1];
  const rows = await postgres.query<DeliveryRow>(historyStatement(status), values);
  const deliveries = rows.slice(0, limit).map(toDelivery);
  return { deliveries, next: rows.length > limit ? (deliveries.at(-1) ?? null) : null };
}
