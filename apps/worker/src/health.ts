import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Exposition } from '@order-countdown/shared/metrics/exposition';
import { misdirected } from '@order-countdown/shared/platform/hosts';
import { createReadiness, type Pingable, type Readiness } from '@order-countdown/shared/platform/readiness';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Sweep } from './sweep.ts';

export interface HealthDependencies {
  ledger: Pick<Ledger, 'ping'>;
  /** Null: the service is run without it. */
  redis: Pingable | null;
  /** Of the queues. */
  connection: Pick<Connection, 'status'>;
  sweep: Pick<Sweep, 'silentMs'>;
  sweepIntervalMs: number;
  exposition: Exposition;
  /** See `createHostCheck`. */
  isExpectedHost: (header: string | undefined) => boolean;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const paths = ['/health/live', '/health/ready', '/metrics'];
const methods = ['GET', 'HEAD'];

/** Serves `/health/live`, `/health/ready` and `/metrics`, for a process without any other HTTP. */
export function createHealthServer(dependencies: HealthDependencies): Server {
  const readiness = createReadiness(dependencies);
  return createServer((request, response) => {
    answer(request, { ...dependencies, readiness })
      .catch(() => json(500, { status: 'failed' }))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  });
}

interface AnswerDependencies extends HealthDependencies {
  readiness: () => Promise<Readiness>;
}

async function answer(request: IncomingMessage, dependencies: AnswerDependencies): Promise<Answer> {
  const { host } = request.headers;
  if (!dependencies.isExpectedHost(host))
    return json(421, { status: 'misdirected request', detail: misdirected(host) });
  const path = request.url?.split('?', 1)[0] ?? '';
  if (paths.includes(path) && !methods.includes(request.method ?? '')) {
    const answer = json(405, { status: 'method not allowed' });
    return { ...answer, headers: { ...answer.headers, Allow: methods.join(', ') } };
  }
  switch (path) {
    case '/health/live':
      return json(200, { status: 'ok' });
    case '/health/ready':
      return ready(dependencies);
    case '/metrics':
      return metrics(request, dependencies.exposition);
    default:
      return json(404, { status: 'not found' });
  }
}

/** How long the sweep may go without an answer before the worker reports itself unavailable. */
const maxSilentIntervals = 10;
const extraSilenceMs = 30_000;

/**
 * 200 `ready`, or `degraded` without Redis. 503 `unavailable` without Postgres, or if the sweep has had no answer for
 * ten intervals plus 30 seconds: without it, orders whose alarms are lost would stay pending.
 */
async function ready({ sweep, sweepIntervalMs, readiness }: AnswerDependencies): Promise<Answer> {
  const { isReady, ...report } = await readiness();
  const isSweeping = sweep.silentMs() <= maxSilentIntervals * sweepIntervalMs + extraSilenceMs;
  if (isReady && isSweeping) return json(200, { ...report, sweep: 'up' });
  return json(503, { ...report, status: 'unavailable', sweep: isSweeping ? 'up' : 'down' });
}

/** 200 with all metrics in the Prometheus text format; 401 without the token: see `Exposition.admits`. */
async function metrics({ headers }: IncomingMessage, exposition: Exposition): Promise<Answer> {
  if (!exposition.admits(headers.authorization)) {
    const answer = json(401, { status: 'unauthenticated' });
    return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': 'Bearer realm="metrics"' } };
  }
  return {
    status: 200,
    headers: { 'Content-Type': exposition.contentType },
    body: await exposition.scrape(),
  };
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
