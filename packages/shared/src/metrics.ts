import { collectDefaultMetrics, Registry } from 'prom-client';
import { httpMetrics } from './metrics/http.ts';
import { ledgerMetrics } from './metrics/ledger.ts';
import { orderMetrics } from './metrics/orders.ts';
import { projectionMetrics } from './metrics/projection.ts';
import { storeMetrics } from './metrics/stores.ts';
import { streamMetrics } from './metrics/streams.ts';
import { webhookMetrics } from './metrics/webhooks.ts';
import { workMetrics } from './metrics/work.ts';

/**
 * What a process tells about itself, each made once in its composition root. Names follow
 * https://prometheus.io/docs/practices/naming: base units, and `_total` on what only grows.
 * Besides our own there are the process' memory, CPU, garbage collection and event loop lag.
 */
export function createApiMetrics() {
  const registry = createRegistry();
  return {
    ...common(registry),
    http: httpMetrics(registry),
    streams: streamMetrics(registry),
    orders: orderMetrics(registry, ['place', 'pay', 'cancel', 'extend']),
  };
}

export function createWorkerMetrics() {
  const registry = createRegistry();
  return {
    ...common(registry),
    work: workMetrics(registry),
    webhooks: webhookMetrics(registry),
    orders: orderMetrics(registry, ['expire', 'sweep', 'remind']),
  };
}

function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

function common(registry: Registry) {
  return {
    registry,
    ledger: ledgerMetrics(registry),
    projection: projectionMetrics(registry),
    stores: storeMetrics(registry),
  };
}
