import { Counter, Gauge, type Registry } from 'prom-client';

export interface StreamMetrics {
  opened(): void;
  closed(): void;
  /** Its reader was too slow. */
  dropped(): void;
}

export function streamMetrics(registry: Registry): StreamMetrics {
  const registers = [registry];
  const open = new Gauge({
    name: 'order_countdown_open_streams',
    help: 'Streams of orders that somebody watches in this process.',
    registers,
  });
  const dropped = new Counter({
    name: 'order_countdown_dropped_streams_total',
    help: 'Streams whose readers were too slow, and which were closed for it.',
    registers,
  });
  return {
    opened: () => open.inc(),
    closed: () => open.dec(),
    dropped: () => dropped.inc(),
  };
}
