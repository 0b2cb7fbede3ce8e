import type { components } from './openapi.ts';

type Problem = components['schemas']['Problem'];

/** What programs branch on. A later version of the service may have more: keep a default. */
export type ProblemCode = Problem['code'] | (string & {});

/** One thing wrong with a request, and where: `items.0.quantity`. An empty path is the whole of it. */
export type FieldError = NonNullable<Problem['errors']>[number];

/**
 * The service refused (RFC 9457). `code` says why; `title` and `detail` are for people and may change.
 *
 * If something else answered, such as a proxy, `code` is null and `detail` is how its answer begins.
 */
export class OrderCountdownProblem extends Error {
  override readonly name = 'OrderCountdownProblem';
  readonly status: number;
  readonly code: ProblemCode | null;
  readonly title: string;
  readonly detail: string;
  /** Every fault of an invalid request; otherwise empty. */
  readonly errors: readonly FieldError[];
  /** The request in the log of the service: quote it when you ask about a problem. */
  readonly requestId: string | null;
  /** How long the service asks to wait before another attempt. Null: it does not. */
  readonly retryAfterMs: number | null;

  constructor(members: Omit<OrderCountdownProblem, keyof Error>) {
    super(`${members.status} ${members.code ?? ''} ${members.title}: ${members.detail}`.replace(/ +/g, ' '));
    this.status = members.status;
    this.code = members.code;
    this.title = members.title;
    this.detail = members.detail;
    this.errors = members.errors;
    this.requestId = members.requestId;
    this.retryAfterMs = members.retryAfterMs;
  }
}

/**
 * There was no answer, or none that could be read: the connection was lost, or it took too long. The request may have
 * taken effect. `cause` is what happened.
 */
export class OrderCountdownConnectionError extends Error {
  override readonly name = 'OrderCountdownConnectionError';
}

const quotedLength = 200;

/** @param text the body of a response that is not a success */
export function problemFrom({ status, statusText, headers }: Response, text: string): OrderCountdownProblem {
  const { code = null, title, detail, errors } = parseProblem(headers, text);
  return new OrderCountdownProblem({
    status,
    code,
    title: title ?? (statusText || 'Unexpected answer'),
    detail: detail ?? text.slice(0, quotedLength),
    errors: errors ?? [],
    requestId: headers.get('X-Request-Id'),
    retryAfterMs: retryAfterOf(headers),
  });
}

function parseProblem(headers: Headers, text: string): Partial<Problem> {
  if (!headers.get('Content-Type')?.startsWith('application/problem+json')) return {};
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}

/** Seconds alone: a date, which HTTP also allows, would be by a clock that is not ours. */
function retryAfterOf(headers: Headers): number | null {
  const seconds = headers.get('Retry-After') ?? '';
  return /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}
