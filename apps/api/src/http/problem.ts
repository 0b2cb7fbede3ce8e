import type { FieldError, ProblemCode } from './problems.ts';

interface ProblemExtras {
  errors?: readonly FieldError[];
  headers?: Record<string, string>;
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

/**
 * A part of the request that is not valid.
 *
 * @param errors every fault; an empty path stands for the whole part
 */
export function invalid(part: 'path' | 'query' | 'header' | 'body', errors: readonly FieldError[]): Problem {
  const faults = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const code = part === 'body' ? 'validation_failed' : 'invalid_parameter';
  return new Problem(code, `The ${part} is not valid. ${faults.join('; ')}`, { errors });
}
