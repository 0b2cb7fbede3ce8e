import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Exposition } from '@order-countdown/shared/metrics/exposition';
import type { HttpMetrics } from './request-metrics.ts';
import type { DecisionObserver } from '@order-countdown/shared/orders/decisions';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import { address } from './methods.ts';
import { Problem } from './problem.ts';

/** What becomes known of a request while it is handled. */
interface RequestStory {
  requestId: string;
  route: string | null;
  orderId: string | null;
  /** The code of the problem, the ledger's verdict, or null where it was plain success. */
  outcome: string | null;
}

const stories = new AsyncLocalStorage<RequestStory>();

/** What a client may call its request. Anything else could forge a line of somebody's log. */
const requestIdPattern = /^[\w.-]{1,64}$/;

/** Of an address that is nobody's, so much is enough. */
const maxPathLength = 200;

/** nginx's word for a client that left before the answer began. It is never sent. */
const clientClosedRequest = 499;

/**
 * Gives each request its id (`X-Request-Id`, taken over where the client sends one), and when it is over a line
 * in the log and a place in the metrics. Comes first, so that nothing goes unseen.
 *
 * Ours and not pino-http: that logs headers and whole URLs, of which we want neither, and knows no route.
 */
export function observeRequests(dependencies: { logger: Logger; metrics: HttpMetrics }): RequestHandler {
  const { logger, metrics } = dependencies;
  noteRoutes();
  return (request, response, next) => {
    const startedAt = performance.now();
    const given = request.get('X-Request-Id') ?? '';
    const requestId = requestIdPattern.test(given) ? given : randomUUID();
    response.set('X-Request-Id', requestId);
    response.locals['requestId'] = requestId;

    const path = pathOf(request);
    const orderId = path.split('/').find(isOrderId) ?? null;
    const story: RequestStory = { requestId, route: null, orderId, outcome: null };

    response.once('close', () => {
      const durationMs = performance.now() - startedAt;
      const status = response.headersSent ? response.statusCode : clientClosedRequest;
      const { method } = request;
      metrics.answered({ method, route: story.route, status, durationMs });
      const line = {
        ...story,
        method,
        path: path.slice(0, maxPathLength),
        status,
        durationMs: Math.round(durationMs * 100) / 100,
        outcome: story.outcome ?? (response.writableFinished ? 'ok' : 'client_closed'),
        subject: response.locals['subject'] as string | undefined,
      };
      logger[levelOf(line)](line, 'request');
    });
    stories.run(story, next);
  };
}

/** Comes before whoever answers problems: what the client is told is what is logged. */
export const noteProblem: ErrorRequestHandler = (error, _request, response, next) => {
  const story = stories.getStore();
  const { json } = response;
  response.json = (body: unknown) => {
    if (story && body instanceof Object && 'code' in body) story.outcome = String(body.code);
    return json.call(response, body);
  };
  next(error);
};

/** For the errors that a request ends in: their lines bear its id. */
export function forRequests(logger: Logger): Logger {
  return logger.child(
    {},
    { formatters: { log: (line) => ({ requestId: stories.getStore()?.requestId, ...line }) } },
  );
}

/** Notes each verdict for the line of the request that asked for it. */
export const requestStory: DecisionObserver = {
  decided({ outcome, orders: [order] }) {
    const story = stories.getStore();
    if (!story) return;
    story.outcome = outcome;
    story.orderId ??= order?.id ?? null;
  },
};

/** `/metrics`, for Prometheus. 200; 401 without the token, where one is configured. */
export function metricsRoute(exposition: Exposition): Router {
  const router = Router();
  address(router, '/metrics', {
    get: [
      async (request, response) => {
        if (!exposition.admits(request.headers.authorization)) {
          const headers = { 'WWW-Authenticate': 'Bearer realm="metrics"' };
          throw new Problem('unauthenticated', 'Metrics are told to the bearer of METRICS_TOKEN.', {
            headers,
          });
        }
        response.type(exposition.contentType).send(await exposition.scrape());
      },
    ],
  });
  return router;
}

const pathOf = ({ originalUrl }: Request) => originalUrl.split('?', 1)[0] ?? '';

const matched = Symbol('the route that matched');

/**
 * Notes the pattern of each route at the moment of the match: routers put `baseUrl` back on their way out. It is
 * done on the prototype, since an accessor of its own makes each request slow for all who use it.
 */
function noteRoutes(): void {
  Object.defineProperty(express.request, 'route', {
    configurable: true,
    get(this: Matched) {
      return this[matched];
    },
    set(this: Matched, route: Matched[typeof matched]) {
      this[matched] = route;
      const story = stories.getStore();
      if (story && route) story.route = patternOf(this.baseUrl, route.path);
    },
  });
}

interface Matched extends Request {
  [matched]?: { path: unknown } | undefined;
}

/** Paths match in any case, but are one label. */
function patternOf(baseUrl: string, path: unknown): string {
  const [first] = [path].flat();
  const isRoot = first === '/' && baseUrl !== '';
  return baseUrl.toLowerCase() + (isRoot ? '' : String(first));
}

/** Probes and scrapes come every few seconds and say nothing, as long as they go well. */
function levelOf({ status, path }: { status: number; path: string }): 'debug' | 'info' | 'warn' {
  if (status >= 500) return 'warn';
  return path === '/metrics' || path.startsWith('/health/') ? 'debug' : 'info';
}
