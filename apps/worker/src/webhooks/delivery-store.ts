import { coalesce } from '@order-countdown/shared/platform/coalesce';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import { asRecordset } from '@order-countdown/shared/platform/recordset';
import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { DeliveryStatus } from '@order-countdown/shared/webhooks/delivery-history';
import {
  deliveryIdFromUuid,
  deliveryIdToUuid,
  endpointIdFromUuid,
} from '@order-countdown/shared/webhooks/ids';
import type { WebhookMessage } from '@order-countdown/shared/webhooks/message';

/** A delivery with everything that sending it needs. */
export interface StoredDelivery {
  id: string;
  status: DeliveryStatus;
  /** Attempts so far. */
  attempts: number;
  message: WebhookMessage;
  /** Null: the endpoint was removed. */
  endpoint: { id: string; url: string; enabled: boolean; sealedSecret: Buffer } | null;
}

/** A delivery whose endpoint exists and is enabled. */
export type SendableDelivery = StoredDelivery & { endpoint: NonNullable<StoredDelivery['endpoint']> };

export const isSendable = (delivery: StoredDelivery): delivery is SendableDelivery =>
  delivery.endpoint?.enabled === true;

export interface AttemptResult {
  id: string;
  status: DeliveryStatus;
  responseStatus: number | null;
  responseBody: string | null;
  error: string | null;
  /** Milliseconds until the next attempt; null: there is none. */
  retryInMs: number | null;
}

/**
 * The rows that an attempt reads and writes. Concurrent reads share a statement, and so do concurrent writes.
 * Every method throws `LedgerUnavailable` when Postgres can't answer.
 */
export interface DeliveryStore {
  /** Null: there is no such delivery. */
  read(deliveryId: string): Promise<StoredDelivery | null>;
  /** Counts an attempt and stores its result. */
  record(result: AttemptResult): Promise<void>;
  /** Deletes a delivery whose endpoint was removed or disabled. */
  drop(deliveryId: string): Promise<void>;
}

interface StoredRow {
  id: string;
  status: DeliveryStatus;
  attempts: number;
  order_id: string | null;
  sequence: number | null;
  type: OrderEvent['type'];
  data: object;
  occurred_at: Date;
  endpoint_id: string | null;
  url: string;
  enabled: boolean;
  sealed_secret: Buffer;
}

const readStatement = `
select delivery.id, delivery.status, delivery.attempts, delivery.order_id, delivery.sequence,
       event.type, event.data, coalesce(event.occurred_at, delivery.created_at) as occurred_at,
       endpoint.id as endpoint_id, endpoint.url, endpoint.enabled, endpoint.sealed_secret
from webhook_deliveries delivery
left join order_events event using (order_id, sequence)
left join webhook_endpoints endpoint on endpoint.id = delivery.endpoint_id
where delivery.id = any($1::uuid[])`;

/* A minute after the next attempt was due, the relay claims the delivery again in case its job was lost. */
const recordStatement = `
update webhook_deliveries delivery
set status = result.status, attempts = attempts + 1, last_attempt_at = now(),
    response_status = result.response_status, response_body = result.response_body, error = result.error,
    next_attempt_at = now() + result.retry_in_ms * interval '1 millisecond',
    due_at = case when result.status = 'pending'
      then now() + (result.retry_in_ms + 60000) * interval '1 millisecond' end
from json_to_recordset($1) as result(
  id uuid, status text, response_status int, response_body text, error text, retry_in_ms float8)
where delivery.id = result.id`;

export function createDeliveryStore(postgres: Postgres): DeliveryStore {
  return {
    read: coalesce(async (ids: readonly string[]) => {
      const rows = await postgres.query<StoredRow>(readStatement, [ids.map(deliveryIdToUuid)]);
      const found = new Map(rows.map((row) => [deliveryIdFromUuid(row.id), row]));
      return ids.map((id) => toStored(id, found.get(id)));
    }),

    record: coalesce(async (results: readonly AttemptResult[]) => {
      const rows = results.map(({ id, status, error, ...result }) => ({
        id: deliveryIdToUuid(id),
        status,
        error,
        response_status: result.responseStatus,
        response_body: result.responseBody,
        retry_in_ms: result.retryInMs,
      }));
      await postgres.query(recordStatement, [asRecordset(rows)]);
      return results.map(() => undefined);
    }),

    async drop(deliveryId) {
      await postgres.query('delete from webhook_deliveries where id = $1', [deliveryIdToUuid(deliveryId)]);
    },
  };
}

function toStored(id: string, row: StoredRow | undefined): StoredDelivery | null {
  if (!row) return null;
  const { status, attempts, order_id, sequence, type, data, occurred_at: occurredAt } = row;
  return {
    id,
    status,
    attempts,
    message:
      order_id === null || sequence === null
        ? { type: 'webhook.ping', orderId: null, sequence: null, occurredAt, data: {} }
        : { type, orderId: orderIdFromUuid(order_id), sequence, occurredAt, data },
    endpoint:
      row.endpoint_id === null
        ? null
        : {
            id: endpointIdFromUuid(row.endpoint_id),
            url: row.url,
            enabled: row.enabled,
            sealedSecret: row.sealed_secret,
          },
  };
}
