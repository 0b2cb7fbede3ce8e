import { Counter, type Registry } from 'prom-client';
import type { ProjectionObserver } from '../redis/projection.ts';

export function projectionMetrics(registry: Registry): ProjectionObserver {
  const failures = new Counter({
    name: 'order_countdown_projection_failures_total',
    help: 'Changes that could not be written to Redis, which a worker repairs, by step: a countdown started, moved or ended.',
    labelNames: ['step'],
    registers: [registry],
  });
  for (const step of ['started', 'moved', 'ended']) failures.inc({ step }, 0);
  return {
    failed: (step, orders) => failures.inc({ step }, orders),
  };
}
