import type {
  AttemptedDeliveryResponse,
  WebhookDeliveryResponse,
  WebhookEndpointResponse,
} from './contract.ts';
import type { AttemptedDelivery } from '@order-countdown/shared/webhooks/delivery-attempts';
import type { WebhookDelivery } from '@order-countdown/shared/webhooks/delivery-history';
import type { WebhookEndpoint } from '@order-countdown/shared/webhooks/endpoint-row';

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

export const representDelivery = (delivery: WebhookDelivery): WebhookDeliveryResponse => ({
  ...delivery,
  ...timesOf(delivery),
});

export function representAttempted({ attempts, ...delivery }: AttemptedDelivery): AttemptedDeliveryResponse {
  return {
    ...delivery,
    ...timesOf(delivery),
    attempts: attempts.map((each) => ({ ...each, attemptedAt: each.attemptedAt.toISOString() })),
  };
}

const timesOf = (
  delivery: Pick<WebhookDelivery, 'createdAt' | 'lastAttemptAt' | 'nextAttemptAt'>,
): Pick<WebhookDeliveryResponse, 'createdAt' | 'lastAttemptAt' | 'nextAttemptAt'> => ({
  createdAt: delivery.createdAt.toISOString(),
  lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
  nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
});
