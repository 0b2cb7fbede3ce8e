import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * Creates the registry of a process's metrics. Names follow https://prometheus.io/docs/practices/naming: base units,
 * and `_total` for counters. The defaults of prom-client are included: memory, CPU, garbage collection, event loop lag.
 */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
