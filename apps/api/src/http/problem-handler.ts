import type { ErrorRequestHandler, Request, Response } from 'express';
import { PartitionMissing, TransientError } from '@order-countdown/shared/platform/errors';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { orDeleted } from './deleted-orders.ts';
import { html } from './html.ts';
import { wantsPage } from './page.ts';
import { problemPage } from './problem-page.ts';
import { Problem } from './problem.ts';
import { problemKind } from './problems.ts';
import { sendJson } from './send-json.ts';
import { storyOf } from './story.ts';

/** How soon a client may try again while Postgres is away. */
const retryAfterSeconds = 1;

/**
 * The only error middleware: every failed request is answered here, as a problem (RFC 9457). Who opens a page in a browser
 * gets a page; the API speaks to programs, and always answers with JSON.
 *
 * @param retentionDays `RETENTION_DAYS`
 */
export function problemHandler(logger: Logger, retentionDays?: number): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { requestId, path, orderId } = storyOf(response);
    const problem = orDeleted(toProblem(error), orderId, retentionDays);
    const line = { requestId, err: error, path };
    if (problem.code === 'internal_error') logger.error(line, 'request failed');
    if (problem.code === 'unavailable') logger.warn(line, 'request refused');
    if (response.headersSent) next(error);
    // Cut: an answer that nobody reads must not be as large as a request may be.
    else if (isForPeople(request, response)) sendPage(response, problem);
    else sendProblem(response, problem, path);
  };
}

function isForPeople(request: Request, response: Response): boolean {
  if (/^\/v1(\/|$)/i.test(storyOf(response).path)) return false;
  response.vary('Accept');
  return wantsPage(request);
}

/** What both forms of a problem have before their body. */
function begin(response: Response, { code, extras }: Problem) {
  const kind = problemKind(code);
  storyOf(response).outcome = code;
  response.status(kind.status).set(extras.headers ?? {});
  return kind;
}

function sendPage(response: Response, problem: Problem): void {
  const { type, ...kind } = begin(response, problem);
  const page = problemPage({
    ...kind,
    text: html`<p>${problem.message}</p>`,
    link: html`<a href="${type}">What this means</a>`,
  });
  response.type('html').send(page);
}

function sendProblem(response: Response, problem: Problem, instance: string): void {
  const { type, title, status } = begin(response, problem);
  const { code, message, extras } = problem;
  const { errors, members } = extras;
  const body = {
    type,
    title,
    status,
    detail: message,
    instance,
    code,
    ...(errors && { errors }),
    ...members,
  };
  sendJson(response, body, 'application/problem+json');
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TransientError) {
    const detail =
      error instanceof PartitionMissing
        ? `Nothing was changed: the table ${error.table} has no partition for this time. Operators are told.`
        : 'It may have taken effect; read the order, or repeat with the same Idempotency-Key.';
    return new Problem('unavailable', detail, { headers: { 'Retry-After': String(retryAfterSeconds) } });
  }
  return fromExpress(error) ?? new Problem('internal_error', 'The error has been logged.');
}

/** The errors of Express' own body parser and router, told apart by `type` and `status`. */
function fromExpress(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status, type, limit } = error as Error & { status: unknown; type?: unknown; limit?: unknown };
  if (status === 413) {
    return new Problem(
      'payload_too_large',
      `A request body may have at most ${Number(limit ?? 65_536) / 1_024} KiB.`,
    );
  }
  if (status === 415) return new Problem('unsupported_media_type', error.message);
  if (type === 'entity.parse.failed') return new Problem('malformed_json', error.message);
  if (error instanceof URIError) return new Problem('invalid_parameter', describeEncoding(error));
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('invalid_parameter', error.message);
  }
  return null;
}

/** The router's message quotes the part of the path that it could not decode. */
function describeEncoding({ message }: URIError): string {
  const part = /'([^]*)'/.exec(message)?.[1];
  return `The path contains an invalid percent-encoding${part === undefined ? '' : `: ${part}`}`;
}
