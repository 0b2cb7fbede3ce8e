import { Counter, type Registry } from 'prom-client';

export interface AdmissionMetrics {
  refused(): void;
}

export function admissionMetrics(registry: Registry): AdmissionMetrics {
  const refused = new Counter({
    name: 'order_countdown_http_requests_refused_total',
    help: 'Requests that were answered with 503 at once because too many were in progress. They had no effect.',
    registers: [registry],
  });
  return { refused: () => refused.inc() };
}
