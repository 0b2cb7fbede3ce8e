import type { ErrorRequestHandler, Response } from 'express';
import { TransientError } from '@order-countdown/shared/platform/errors';
import type { Logger } from '@order-countdown/shared/platform/logger';

/** Every problem that the API can answer with: its code, status and title. */
export const problems = {
  malformed_json: [400, 'The body is not valid JSON'],
  invalid_parameter: [400, 'A parameter of the request is not valid'],
  unauthenticated: [401, 'Who is asking is not known'],
  forbidden: [403, 'The token, or the role, is not for this'],
  order_not_found: [404, 'There is no such order'],
  not_found: [404, 'There is nothing at this address'],
  method_not_allowed: [405, 'This address does not take this method'],
  order_expired: [409, 'The time to pay the order is over'],
  order_cancelled: [409, 'The order is cancelled'],
  order_already_paid: [409, 'The order is already paid'],
  payload_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body must be JSON'],
  validation_failed: [422, 'The request does not have the form that it must have'],
  idempotency_key_reused: [422, 'The Idempotency-Key belongs to another request'],
  amount_mismatch: [422, "The amount is not the order's amount"],
  rate_limited: [429, 'Too many requests'],
  internal_error: [500, 'Something went wrong on our side'],
  unavailable: [503, 'The service is not available at this moment'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with a request, and where: `items.0.quantity`. */
export interface FieldError {
  path: string;
  message: string;
}

interface ProblemExtras {
  errors?: FieldError[];
  headers?: Record<string, string>;
}

/** A refusal on its way to the client as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  /** @param detail what was wrong with this request, for the person who wrote it */
  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.code = code;
    this.extras = extras;
  }
}

/** How soon a client may try again while the ledger is away. */
const retryAfterSeconds = 1;

/** The only error middleware: whatever a request ends in, it leaves here as a problem. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    if (problem.code === 'internal_error') logger.error({ err: error, path: request.path }, 'request failed');
    if (problem.code === 'unavailable') logger.warn({ err: error, path: request.path }, 'request refused');
    if (response.headersSent) next(error);
    else sendProblem(response, problem, request.originalUrl.split('?', 1)[0] ?? '');
  };
}

function sendProblem(response: Response, { code, message, extras }: Problem, instance: string): void {
  const [status, title] = problems[code];
  response
    .status(status)
    .set(extras.headers ?? {})
    .type('application/problem+json')
    .json({
      type: `/problems/${code}`,
      title,
      status,
      detail: message,
      instance,
      code,
      ...(extras.errors && { errors: extras.errors }),
    });
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TransientError) {
    const headers = { 'Retry-After': String(retryAfterSeconds) };
    return new Problem('unavailable', 'Nothing is known to have changed. Please try again.', { headers });
  }
  return fromExpress(error) ?? new Problem('internal_error', 'The failure has been logged.');
}

/** The errors of Express' own body parser and router, told apart by `type` and `status`. */
function fromExpress(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status, type } = error as Error & { status: unknown; type?: unknown };
  if (status === 413) return new Problem('payload_too_large', 'A body may have at most 64 KiB.');
  if (status === 415) return new Problem('unsupported_media_type', error.message);
  if (type === 'entity.parse.failed') return new Problem('malformed_json', error.message);
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('invalid_parameter', error.message);
  }
  return null;
}
