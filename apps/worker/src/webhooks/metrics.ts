import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/**
 * The outcome of an attempt: `delivered`; `retried`: failed, will be retried; `failed`: the last attempt failed;
 * `dropped`: not sent, because the endpoint was removed or disabled.
 */
export type DeliveryOutcome = 'delivered' | 'retried' | 'failed' | 'dropped';

export interface WebhookMetrics {
  attempted(outcome: DeliveryOutcome): void;
  /** @param latencyMs time from the event to its delivery */
  delivered(latencyMs: number): void;
  /** Endpoints whose circuit is open, and those that the service has disabled. */
  endpointsCounted(counts: { open: number; disabled: number }): void;
}

export function webhookMetrics(registry: Registry): WebhookMetrics {
  const attempts = new Counter({
    name: 'order_countdown_webhook_attempts_total',
    help: 'Attempts to deliver an event to an endpoint, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'order_countdown_webhook_latency_seconds',
    help: 'Time from an event to its delivery, including all retries. Includes any difference between the clocks of Postgres and the worker.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600, 86_400],
    registers: [registry],
  });
  const endpoints = new Gauge({
    name: 'order_countdown_webhook_endpoints',
    help: 'Webhook endpoints that fail, counted every second: open, nothing but probes is sent to them; disabled, after days of failures nothing is.',
    labelNames: ['state'],
    registers: [registry],
  });
  for (const outcome of ['delivered', 'retried', 'failed', 'dropped']) attempts.inc({ outcome }, 0);
  return {
    attempted: (outcome) => attempts.inc({ outcome }),
    endpointsCounted({ open, disabled }) {
      endpoints.set({ state: 'open' }, open);
      endpoints.set({ state: 'disabled' }, disabled);
    },
    delivered: (latencyMs) => latency.observe(Math.max(0, latencyMs) / 1_000),
  };
}
