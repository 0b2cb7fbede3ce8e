import { randomUUID } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { AdmissionMetrics } from './admission-metrics.ts';
import { createLoadLimit } from './load-limit.ts';
import { isProbe } from './probes.ts';
import { problemKind, problems } from './problems.ts';
import { maxPathLength } from './story.ts';

export interface AdmissionDependencies {
  logger: Logger;
  metrics: AdmissionMetrics;
  /** See `LoadLimitOptions`. */
  least?: number;
}

/** Refuses requests when too many are in progress. */
export interface Admission {
  /** Comes before everything else, so that a refused request has cost nothing and changed nothing. */
  before(app: RequestListener): RequestListener;
  close(): void;
}

/** Streams stay open. They have limits of their own: see `createStreams`. */
export const isStream = (url: string): boolean => /^[^?]*\/stream\/?(\?|$)/i.test(url);

const logIntervalMs = 5_000;

export function createAdmission({ logger, metrics, least }: AdmissionDependencies): Admission {
  const limit = createLoadLimit(least === undefined ? {} : { least });
  let refused = 0;

  // A line for each would cost more than the refusal.
  const reporting = setInterval(() => {
    if (refused > 0) logger.warn({ requests: refused }, 'requests refused, too many in progress');
    refused = 0;
  }, logIntervalMs);

  function admit(url: string, response: ServerResponse): boolean {
    if (isProbe(url)) return true;
    if (!limit.begin()) return false;
    if (isStream(url)) limit.end();
    else response.on('close', () => limit.end());
    return true;
  }

  return {
    before: (app) => (request, response) => {
      const { url = '' } = request;
      if (admit(url, response)) return app(request, response);
      refused += 1;
      metrics.refused();
      refuse(url, response);
    },
    close: () => clearInterval(reporting),
  };
}

/** A problem like any other, but Express would take longer over it. */
function refuse(url: string, response: ServerResponse): void {
  const { type, title, status, code } = problemKind('overloaded');
  const instance = url.split('?', 1)[0]?.slice(0, maxPathLength);
  const body = JSON.stringify({ type, title, status, detail: problems.overloaded.example, instance, code });
  response.writeHead(status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Retry-After': '1',
    'X-Request-Id': randomUUID(),
  });
  response.end(body);
}
