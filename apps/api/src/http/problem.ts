import type { FieldError, ProblemCode } from './problems.ts';

interface ProblemExtras {
  errors?: readonly FieldError[];
  headers?: Record<string, string>;
  /** Further members of the answer, for a client that expects them. */
  members?: Record<string, string>;
}

/** A refusal, thrown by whatever refuses and answered as `application/problem+json` by the problem handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  /** @param detail what was wrong with this request, for the developer who sent it */
  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.code = code;
    this.extras = extras;
  }
}

export type RequestPart = 'path' | 'query' | 'header' | 'body';

/**
 * A part of the request that is not valid.
 *
 * @param errors every fault; its message follows the name of the field. An empty path stands for the whole part
 */
export function invalid(part: RequestPart, errors: readonly FieldError[]): Problem {
  const code = part === 'body' ? 'validation_failed' : 'invalid_parameter';
  return new Problem(code, describeFaults(part, errors), { errors });
}

/** `Invalid body: amount is required; currency must be an ISO 4217 code, such as EUR.` */
function describeFaults(part: RequestPart, errors: readonly FieldError[]): string {
  if (errors.every(({ path }) => path === '')) {
    return `The ${part} ${errors.map(({ message }) => message).join('; ')}.`;
  }
  const faults = errors.map(({ path, message }) => `${path || `the ${part}`} ${message}`);
  return `Invalid ${part}: ${faults.join('; ')}.`;
}
