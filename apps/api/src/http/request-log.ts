import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { HttpMetrics } from './request-metrics.ts';
import { beginStory, maxPathLength, storyOf, type RequestStory } from './story.ts';

/** The ids that clients may give their requests. Anything else could forge log lines. */
const requestIdPattern = /^[\w.-]{1,64}$/;

/** More parts than the path of any route has. */
const maxPathParts = 10;

/** nginx's status for a client that left before the answer began. It is never sent. */
const clientClosedRequest = 499;

/**
 * Gives each request its id (`X-Request-Id`: the client's, or a new one) and, when it is over, a line in the log
 * and a place in the metrics. Comes first, so that it sees every request.
 *
 * Not pino-http: it logs headers and whole URLs, which we don't want, and doesn't know the route.
 */
export function observeRequests(dependencies: { logger: Logger; metrics: HttpMetrics }): RequestHandler {
  const { logger, metrics } = dependencies;
  return (request, response, next) => {
    const startedAt = performance.now();
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', requestId);

    const path = request.originalUrl.split('?', 1)[0] ?? '';
    const orderId = path.split('/', maxPathParts).find(isOrderId) ?? null;
    const story: RequestStory = {
      requestId,
      path: path.slice(0, maxPathLength),
      route: null,
      orderId,
      outcome: null,
    };
    beginStory(response, story);

    response.on('close', () => {
      const durationMs = performance.now() - startedAt;
      const status = response.headersSent ? response.statusCode : clientClosedRequest;
      const { method } = request;
      const route = story.route ?? patternOf(request);
      metrics.answered({ method, route, status, durationMs });
      const line = {
        ...story,
        route,
        method,
        status,
        durationMs: Math.round(durationMs * 100) / 100,
        outcome: story.outcome ?? (response.writableFinished ? 'ok' : 'client_closed'),
        subject: response.locals['subject'] as string | undefined,
      };
      logger[levelOf(line)](line, 'request');
    });
    next();
  };
}

/** The last handler of a router mounted under a path: once an error has left it, Express has forgotten that path. */
export const keepPattern: ErrorRequestHandler = (error, request: Request, response, next) => {
  storyOf(response).route ??= patternOf(request);
  next(error);
};

/** The pattern of the route that matched, while the request is inside the router that has the route; null: none. */
export function patternOf({ baseUrl, route }: Request): string | null {
  if (route === undefined) return null;
  const { path } = route as { path: string | string[] };
  const [first = ''] = [path].flat();
  const isRoot = first === '/' && baseUrl !== '';
  // Paths match in any case, but are one label.
  return baseUrl.toLowerCase() + (isRoot ? '' : first);
}

/** Probes, scrapes, and what an open page of the dashboard or the reference loads by itself. */
const isRoutine =
  /^\/(metrics|health\/.*|admin\/(api|queues\/(static|api))\/.*|docs\/assets\/.*|favicon\.ico)$/i;

/** What comes every few seconds, and succeeds, is not worth a line. The audit has what operators change. */
function levelOf({ method, status, path }: { method: string; status: number; path: string }): LogLevel {
  if (status >= 500) return 'warn';
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && status < 400 && isRoutine.test(path) ? 'debug' : 'info';
}

type LogLevel = 'debug' | 'info' | 'warn';
