import type { z } from 'zod';
import { exampleOrderId } from '../orders/requests.ts';
import {
  exampleDeliveryId,
  exampleEndpointId,
  type AttemptedDeliveryResponse,
  type registerWebhookBody,
  type WebhookDeliveryResponse,
  type WebhookEndpointResponse,
} from './contract.ts';

export const registerWebhook: z.input<typeof registerWebhookBody> & { url: string } = {
  url: 'https://shop.example/hooks/orders',
  events: ['order.paid', 'order.cancelled'],
  description: 'Warehouse',
};

export const endpoint: WebhookEndpointResponse = {
  id: exampleEndpointId,
  url: 'https://shop.example/hooks/orders',
  events: ['order.paid', 'order.cancelled'],
  description: 'Warehouse',
  enabled: true,
  disabledAt: null,
  disabledReason: null,
  createdAt: '2026-03-01T11:00:00.000Z',
};

export const registeredEndpoint = {
  ...endpoint,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1T6HBkCq0oA=',
};

export const rotatedEndpoint = {
  ...registeredEndpoint,
  secret: 'whsec_q0tZcD4Jv2R1mXo8yH3uWkE6sBfL9gNaPiT5xQrV7jY=',
  previousSecretExpiresAt: '2026-03-02T12:00:00.000Z',
};

export const delivered: WebhookDeliveryResponse = {
  id: exampleDeliveryId,
  eventId: 'evt_5xjm8qk2r9fvbtd4e7w1c6n3za',
  type: 'order.paid',
  orderId: exampleOrderId,
  sequence: 2,
  status: 'delivered',
  attempts: 1,
  responseStatus: 204,
  responseBody: '',
  error: null,
  createdAt: '2026-03-01T12:05:00.000Z',
  lastAttemptAt: '2026-03-01T12:05:00.041Z',
  nextAttemptAt: null,
};

export const retriedDelivery: WebhookDeliveryResponse = {
  ...delivered,
  id: 'whd_7cx2mzt5r8f9pa3k1n6v4w0yhe',
  status: 'pending',
  responseStatus: 503,
  responseBody: 'Down for maintenance',
  error: 'answered 503',
  nextAttemptAt: '2026-03-01T12:05:05.230Z',
};

export const pendingPing: WebhookDeliveryResponse = {
  ...delivered,
  eventId: delivered.id.replace('whd_', 'evt_'),
  type: 'webhook.ping',
  orderId: null,
  sequence: null,
  status: 'pending',
  attempts: 0,
  responseStatus: null,
  responseBody: null,
  lastAttemptAt: null,
};

export const resentDelivery: WebhookDeliveryResponse = {
  ...delivered,
  status: 'pending',
  responseBody: null,
};

const requestBody =
  '{"type":"order.paid","timestamp":"2026-03-01T12:05:00.000Z","data":{"orderId":"ord_01jdkz3y8re0fv2x9k7q5m4n6p","sequence":2}}';

export const attemptedDelivery: AttemptedDeliveryResponse = {
  ...delivered,
  lastAttemptAt: '2026-03-01T12:05:05.230Z',
  attempts: [
    {
      number: 2,
      status: 'delivered',
      attemptedAt: '2026-03-01T12:05:05.230Z',
      durationMs: 38,
      requestBody,
      responseStatus: 204,
      responseBody: '',
      error: null,
    },
    {
      number: 1,
      status: 'failed',
      attemptedAt: '2026-03-01T12:05:00.041Z',
      durationMs: 112,
      requestBody,
      responseStatus: 503,
      responseBody: 'Down for maintenance',
      error: 'answered 503',
    },
  ],
};
