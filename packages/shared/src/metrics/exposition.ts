import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import { singleFlight } from '../platform/single-flight.ts';
import type { StoreMetrics, Stores } from './stores.ts';

/** The response of `/metrics`, for both servers. */
export interface Exposition {
  contentType: string;
  /** Whether the `Authorization` header permits reading the metrics. */
  admits(authorization: string | undefined): boolean;
  /** All metrics in the Prometheus text format, within a second. Concurrent scrapes share a response. */
  scrape(): Promise<string>;
}

/** Writes the metrics of a registry in the Prometheus text format. */
export type Render = (registry: Registry) => Promise<string>;

export interface ExpositionDependencies extends Stores {
  metrics: { registry: Registry; stores: StoreMetrics };
  /** `METRICS_TOKEN`. Undefined: nobody may read the metrics in production, and anyone elsewhere. */
  token: string | undefined;
  isProduction: boolean;
  /** Default: those of this process alone. */
  render?: Render | undefined;
}

export function createExposition({
  metrics,
  token,
  isProduction,
  render = (registry) => registry.metrics(),
  ...stores
}: ExpositionDependencies): Exposition {
  const observeStores = metrics.stores.observerOf(stores);
  const expected = token === undefined ? null : digest(token);
  return {
    contentType: metrics.registry.contentType,
    admits(authorization = '') {
      const given = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
      return expected === null ? !isProduction : timingSafeEqual(digest(given), expected);
    },
    scrape: singleFlight(async () => {
      await observeStores();
      return render(metrics.registry);
    }),
  };
}

/** Digests have equal lengths, which `timingSafeEqual` requires. */
const digest = (text: string) => createHash('sha256').update(text).digest();
