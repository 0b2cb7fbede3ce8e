import { Counter, Gauge, type Registry } from 'prom-client';

export interface StreamMetrics {
  opened(): void;
  closed(): void;
  /** Closed because its reader was too slow. */
  dropped(): void;
}

export function streamMetrics(registry: Registry): StreamMetrics {
  const registers = [registry];
  const open = new Gauge({
    name: 'order_countdown_open_streams',
    help: 'Order streams that are open.',
    registers,
  });
  const dropped = new Counter({
    name: 'order_countdown_dropped_streams_total',
    help: 'Order streams that were closed because their reader was too slow.',
    registers,
  });
  return {
    opened: () => open.inc(),
    closed: () => open.dec(),
    dropped: () => dropped.inc(),
  };
}
