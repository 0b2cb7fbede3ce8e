import type { RequestHandler, Response } from 'express';
import {
  attribute,
  beginSpan,
  fail,
  isTracing,
  traceIds,
  withSpan,
} from '@order-countdown/shared/platform/tracing';
import { isStream } from './admission.ts';
import { patternOf } from './request-log.ts';
import { storyOf } from './story.ts';

type RequestSpan = NonNullable<ReturnType<typeof beginSpan>>;

/** What clients of the API ask. Streams last for hours, and the console asks every second. */
const isTraced = (url: string) => /^\/v1\//i.test(url) && !isStream(url);

/**
 * Gives each request a span, as a part of the trace that its `traceparent` names, if any. What is told of a request is in the log,
 * too: never its query, body or headers.
 */
export const traceRequests: RequestHandler = (request, response, next) => {
  if (!isTraced(request.originalUrl)) return next();
  const { method } = request;
  const attributes = { 'http.request.method': method };
  const span = beginSpan({ name: method, kind: 'server', attributes }, request.headers['traceparent']);
  if (!span) return next();
  response.locals['span'] = span;
  const story = storyOf(response);
  Object.assign(story, traceIds(span));
  response.on('close', () => {
    const { outcome, orderId, requestId } = story;
    const route = story.route ?? patternOf(request);
    if (route !== null) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
    if (response.headersSent) span.setAttribute('http.response.status_code', response.statusCode);
    span.setAttributes({
      [attribute('request_id')]: requestId,
      ...(orderId !== null && { [attribute('order_id')]: orderId }),
      ...(outcome !== null && { [attribute('outcome')]: outcome }),
    });
    if (response.statusCode >= 500) fail(span, String(response.statusCode));
    span.end();
  });
  withSpan(span, next);
};

/** Runs what answers a request in its span: whoever has read the body has lost it. */
export const inItsTrace = <Result>(response: Response, answer: () => Result): Result =>
  isTracing() ? withSpan(response.locals['span'] as RequestSpan | undefined, answer) : answer();
