/**
 * Faults: what went wrong outside of the rules. Refusals of the rules are outcomes, not errors.
 */

/** A fault that clears by itself: the same request can be sent again. */
export class TransientError extends Error {
  override readonly name: string = 'TransientError';
}

/** Postgres can't be reached or can't answer now. Whether a running statement took effect is unknown. */
export class LedgerUnavailable extends TransientError {
  override readonly name = 'LedgerUnavailable';

  constructor(cause: unknown) {
    super(`the ledger is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** More calls are waiting for the ledger than this process is willing to hold. */
export class Overloaded extends TransientError {
  override readonly name = 'Overloaded';
}

/** The statement was refused because of a value in it (SQLSTATE class 22 or 23), so nothing was written. */
export function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));
}
