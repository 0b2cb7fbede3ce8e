import { Histogram, type Registry } from 'prom-client';

/** A request that has been answered, or whose client has gone. */
export interface AnsweredRequest {
  method: string;
  /** The pattern of the route, such as `/v1/orders/:id`; null: none matched. */
  route: string | null;
  status: number;
  durationMs: number;
}

export interface HttpMetrics {
  answered(request: AnsweredRequest): void;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Whatever a client sends, the labels stay within what we wrote ourselves. */
export function httpMetrics(registry: Registry): HttpMetrics {
  const duration = new Histogram({
    name: 'order_countdown_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer. Streams last as long as somebody watches.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });

  return {
    answered({ method, route, status, durationMs }) {
      const labels = {
        method: methods.has(method) ? method : 'other',
        route: route ?? 'unmatched',
        status: String(status),
      };
      duration.observe(labels, durationMs / 1_000);
    },
  };
}
