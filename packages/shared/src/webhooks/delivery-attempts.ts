import type { Postgres } from '../platform/postgres.ts';
import { deliveryColumns, toDelivery, type DeliveryRow, type WebhookDelivery } from './delivery-history.ts';
import { deliveryIdToUuid, endpointIdToUuid } from './ids.ts';
import { eventOf } from './event-of.ts';

/** One attempt to send a delivery. An attempt whose result could not be stored has none. */
export interface WebhookAttempt {
  /** From 1. */
  number: number;
  status: 'delivered' | 'failed';
  attemptedAt: Date;
  /** Until the response was complete, or there would be none. Null: an earlier version made it. */
  durationMs: number | null;
  /** The first KiB of what was sent. Null: an earlier version made the attempt, or the customer was erased. */
  requestBody: string | null;
  /** Null: there was no response. */
  responseStatus: number | null;
  /** The first KiB of the response. */
  responseBody: string | null;
  error: string | null;
}

export interface AttemptedDelivery extends Omit<WebhookDelivery, 'attempts'> {
  /** The last 100, newest first. */
  attempts: WebhookAttempt[];
}

const deliveryStatement = `
select ${deliveryColumns('delivery')}, coalesce(event.type, 'webhook.ping') as type, event.event_id
from webhook_deliveries delivery left join ${eventOf('delivery')}
where delivery.id = $2 and endpoint_id = $1`;

const attemptsStatement = `
select number, case when is_delivered then 'delivered' else 'failed' end as status, attempted_at as "attemptedAt",
       duration_ms as "durationMs", request_body as "requestBody", response_status as "responseStatus",
       response_body as "responseBody", error
from webhook_attempts where delivery_id = $1 order by number desc limit 100`;

/** @returns null: the endpoint has no such delivery @throws LedgerUnavailable */
export async function readDelivery(
  postgres: Postgres,
  endpointId: string,
  deliveryId: string,
): Promise<AttemptedDelivery | null> {
  const uuid = deliveryIdToUuid(deliveryId);
  const [row] = await postgres.query<DeliveryRow>(deliveryStatement, [endpointIdToUuid(endpointId), uuid]);
  if (!row) return null;
  const delivery = toDelivery(row);
  const attempts = await postgres.query<WebhookAttempt>(attemptsStatement, [uuid]);
  return { ...delivery, attempts: attempts.length > 0 ? attempts : lastAttemptOf(delivery) };
}

/** Of a delivery that an earlier version sent, only the last attempt is known, once it has a result. */
function lastAttemptOf(delivery: WebhookDelivery): WebhookAttempt[] {
  const { attempts, lastAttemptAt, responseStatus, responseBody, error } = delivery;
  if (lastAttemptAt === null || (responseStatus === null && error === null)) return [];
  return [
    {
      number: attempts,
      status: error === null ? 'delivered' : 'failed',
      attemptedAt: lastAttemptAt,
      durationMs: null,
      requestBody: null,
      responseStatus,
      responseBody,
      error,
    },
  ];
}
