import type { WebhookDeliveryResponse, WebhookEndpointResponse } from './contract.ts';
import type { WebhookDelivery } from '@order-countdown/shared/webhooks/delivery-history';
import type { WebhookEndpoint } from '@order-countdown/shared/webhooks/endpoints';

export function representEndpoint(endpoint: WebhookEndpoint): WebhookEndpointResponse {
  const { id, url, eventTypes: events, description, enabled } = endpoint;
  const disabledAt = endpoint.disabledAt?.toISOString() ?? null;
  const { disabledReason, createdAt } = endpoint;
  return {
    id,
    url,
    events,
    description,
    enabled,
    disabledAt,
    disabledReason,
    createdAt: createdAt.toISOString(),
  };
}

export function representDelivery(delivery: WebhookDelivery): WebhookDeliveryResponse {
  return {
    ...delivery,
    createdAt: delivery.createdAt.toISOString(),
    lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
  };
}
