import { expect, test } from 'vitest';
import type { Order } from '../src/order/order.ts';
import { representOrder } from '../src/order/representation.ts';
import { messageBody, messageId, type WebhookMessage } from '../src/webhooks/message.ts';

const orderId = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';
const deliveryId = 'whd_01jdkz3y8re0fv2x9k7q5m4n6q';
const occurredAt = new Date('2026-03-01T12:00:00.123Z');
const order: Order = {
  id: orderId,
  customerId: null,
  reference: 'R-1',
  status: 'pending',
  amount: 12_900,
  currency: 'CNY',
  items: [],
  metadata: {},
  createdAt: occurredAt,
  payBy: occurredAt,
  expiresAt: occurredAt,
  payingUntil: null,
  remainingMs: 60_000,
  asOf: occurredAt,
  paidAt: null,
  cancelledAt: null,
  cancelReason: null,
  refundDueAmount: 0,
  version: 3,
};

test('the webhook-id of an event is the id of the event, not of the order or the delivery', () => {
  const eventId = '01936df1-f918-701f-b174-93b9ee5a12d6';
  const subject = { eventId, orderId, sequence: 2 };
  expect(messageId(subject, deliveryId)).toBe('evt_01jdpz3y8re0fv2x4kq7q5m4pp');
});

test('the webhook-id of an event without an id names the order and the sequence', () => {
  const subject = { eventId: null, orderId, sequence: 2 };
  expect(messageId(subject, deliveryId)).toBe('evt_01jdkz3y8re0fv2x9k7q5m4n6p_2');
});

test('the webhook-id of a ping names the delivery', () => {
  const ping = { eventId: null, orderId: null, sequence: null };
  expect(messageId(ping, deliveryId)).toBe('evt_01jdkz3y8re0fv2x9k7q5m4n6q');
});

test('the body of an event holds its type, its time, its order, its actor and its data', () => {
  const message: WebhookMessage = {
    type: 'order.extended',
    orderId,
    sequence: 2,
    occurredAt,
    data: { seconds: 60 },
    actor: { kind: 'backend', subject: 'shop' },
    order,
  };
  expect(JSON.parse(messageBody(message))).toEqual({
    type: 'order.extended',
    timestamp: '2026-03-01T12:00:00.123Z',
    data: {
      orderId,
      sequence: 2,
      seconds: 60,
      actor: { kind: 'backend', subject: 'shop' },
      order: { ...representOrder(order) },
    },
  });
});

test('the body of an event whose order no longer exists has none', () => {
  const about = { orderId, sequence: 2 };
  const event = { type: 'order.paid', ...about, occurredAt, data: {}, actor: null, order: null } as const;
  expect(JSON.parse(messageBody(event)).data).toEqual({ ...about, actor: null });
});

test('the body of a ping names no order', () => {
  const ping: WebhookMessage = { type: 'webhook.ping', occurredAt };
  expect(JSON.parse(messageBody(ping))).toEqual({
    type: 'webhook.ping',
    timestamp: '2026-03-01T12:00:00.123Z',
    data: {},
  });
});
