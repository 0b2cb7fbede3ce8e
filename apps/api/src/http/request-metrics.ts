import { Histogram, type Registry } from 'prom-client';

/** A request that was answered or whose client left. */
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

/** Clients cannot add labels: their number is fixed by our routes and methods. */
export function httpMetrics(registry: Registry): HttpMetrics {
  const duration = new Histogram({
    name: 'order_countdown_http_request_duration_seconds',
    help: 'Time from the request headers to the end of the response. Streams last as long as they are open.',
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
