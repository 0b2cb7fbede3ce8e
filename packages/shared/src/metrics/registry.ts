import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * Where a process registers its metrics, each once. Names follow https://prometheus.io/docs/practices/naming:
 * base units, and `_total` on what only grows. Besides our own there are the process's memory, CPU, garbage
 * collection and event loop lag.
 */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
