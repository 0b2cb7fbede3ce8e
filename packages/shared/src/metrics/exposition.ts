import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import { singleFlight } from '../platform/single-flight.ts';
import type { StoreMetrics, Stores } from './stores.ts';

/** What `/metrics` answers, whichever server it is on. */
export interface Exposition {
  contentType: string;
  /** Whether the header `Authorization` opens it. Without a token of our own it is open. */
  admits(authorization: string | undefined): boolean;
  /** Everything in the text format of Prometheus, within a second. Those who ask at once share an answer. */
  scrape(): Promise<string>;
}

export interface ExpositionDependencies extends Stores {
  metrics: { registry: Registry; stores: StoreMetrics };
  token: string | undefined;
}

export function createExposition({ metrics, token, ...stores }: ExpositionDependencies): Exposition {
  const observeStores = metrics.stores.observing(stores);
  const expected = token === undefined ? null : digest(token);
  return {
    contentType: metrics.registry.contentType,
    admits(authorization = '') {
      const given = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
      return expected === null || timingSafeEqual(digest(given), expected);
    },
    scrape: singleFlight(async () => {
      await observeStores();
      return metrics.registry.metrics();
    }),
  };
}

/** Equal lengths, whatever was sent. */
const digest = (text: string) => createHash('sha256').update(text).digest();
