import { Counter, Histogram, type Registry } from 'prom-client';

/**
 * What became of an attempt: `delivered`; `retried`, to be tried again; `failed`, the last one; `dropped`, since the
 * endpoint is gone or disabled.
 */
export type DeliveryOutcome = 'delivered' | 'retried' | 'failed' | 'dropped';

export interface WebhookMetrics {
  attempted(outcome: DeliveryOutcome): void;
  /** An event has reached an endpoint, so long after it occurred. */
  delivered(latencyMs: number): void;
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
    help: 'Time from an event to its delivery, whatever number of attempts it took. Clocks that differ show here.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600, 86_400],
    registers: [registry],
  });
  for (const outcome of ['delivered', 'retried', 'failed', 'dropped']) attempts.inc({ outcome }, 0);
  return {
    attempted: (outcome) => attempts.inc({ outcome }),
    delivered: (latencyMs) => latency.observe(Math.max(0, latencyMs) / 1_000),
  };
}
