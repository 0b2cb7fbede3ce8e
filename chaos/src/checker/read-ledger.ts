import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import { endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { messageId } from '@order-countdown/shared/webhooks/message';
import type { Client } from 'pg';
import {
  deliveryKey,
  eventKey,
  type FinalState,
  type LedgerDelivery,
  type LedgerEndpoint,
  type LedgerEvent,
  type LedgerOrder,
  type LedgerPayment,
} from './final-state.ts';

const ordersStatement = `
select id, customer_id as "customerId", reference, status, amount::float8, currency, items, metadata,
       rfc3339(created_at) as "createdAt", rfc3339(coalesce(pay_by, expires_at)) as "payBy",
       rfc3339(expires_at) as "expiresAt", rfc3339(paid_at) as "paidAt",
       payment_reference as "paymentReference", rfc3339(cancelled_at) as "cancelledAt",
       cancel_reason as "cancelReason", version,
       (select key from idempotency_keys where order_id = orders.id) as "idempotencyKey"
from orders`;

const eventsStatement = `
select order_id, sequence, type, data, rfc3339(occurred_at) as "occurredAt", event_id
from order_events order by order_id, sequence`;

const paymentsStatement = `select order_id, reference, amount::float8, outcome from payments`;

const endpointsStatement = `
select id, enabled, event_types as "eventTypes", rfc3339(created_at) as "createdAt" from webhook_endpoints`;

const deliveriesStatement = `
select endpoint_id, order_id, sequence, status, attempts from webhook_deliveries where order_id is not null`;

/** Reads the ledger as it is at one instant. It is read whole: the data of a run of half an hour fits in memory. */
export async function readLedger(postgres: Client): Promise<Omit<FinalState, 'redis'>> {
  const readAt = performance.now();
  await postgres.query('begin isolation level repeatable read read only');
  try {
    const clock = await postgres.query<{ now: Date }>('select clock_timestamp() as now');
    const clockOffsetMs = Number(clock.rows[0]?.now) - performance.now();
    const orders = await readOrders(postgres);
    const endpoints = await postgres.query<LedgerEndpoint>(endpointsStatement);
    const outbox = await postgres.query<{ order_id: string; sequence: number }>(
      'select order_id, sequence from webhook_outbox',
    );
    return {
      readAt,
      clockOffsetMs,
      orders,
      endpoints: endpoints.rows.map((row) => ({ ...row, id: endpointIdFromUuid(row.id) })),
      deliveries: await readDeliveries(postgres),
      outbox: new Set(outbox.rows.map((row) => eventKey(orderIdFromUuid(row.order_id), row.sequence))),
    };
  } finally {
    await postgres.query('rollback');
  }
}

async function readOrders(postgres: Client): Promise<Map<string, LedgerOrder>> {
  const orders = new Map<string, LedgerOrder>();
  const { rows } = await postgres.query<LedgerOrder>(ordersStatement);
  for (const row of rows) {
    const id = orderIdFromUuid(row.id);
    orders.set(id, { ...row, id, events: [], payments: [] });
  }
  const events = await postgres.query<LedgerEvent & { order_id: string; event_id: string }>(eventsStatement);
  for (const { order_id: uuid, event_id: eventId, ...event } of events.rows) {
    const orderId = orderIdFromUuid(uuid);
    const webhookId = messageId({ eventId, orderId, sequence: event.sequence }, '');
    orders.get(orderId)?.events.push({ ...event, webhookId });
  }
  const payments = await postgres.query<LedgerPayment & { order_id: string }>(paymentsStatement);
  for (const { order_id: uuid, ...payment } of payments.rows) {
    orders.get(orderIdFromUuid(uuid))?.payments.push(payment);
  }
  return orders;
}

type DeliveryRow = Omit<LedgerDelivery, 'endpointId' | 'orderId'> & { endpoint_id: string; order_id: string };

async function readDeliveries(postgres: Client): Promise<Map<string, LedgerDelivery[]>> {
  const { rows } = await postgres.query<DeliveryRow>(deliveriesStatement);
  const deliveries = rows.map(({ endpoint_id, order_id, ...row }) => ({
    ...row,
    endpointId: endpointIdFromUuid(endpoint_id),
    orderId: orderIdFromUuid(order_id),
  }));
  return Map.groupBy(deliveries, (each) => deliveryKey(each.endpointId, each.orderId, each.sequence));
}
