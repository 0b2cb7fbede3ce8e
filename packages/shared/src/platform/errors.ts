/** Errors are for faults only. What the rules refuse is an outcome, not an error. */

/** A temporary fault. The same request can be sent again. */
export class TransientError extends Error {
  override readonly name: string = 'TransientError';
}

/** Postgres cannot be reached, or cannot answer now. The statement may or may not have taken effect. */
export class LedgerUnavailable extends TransientError {
  override readonly name: string = 'LedgerUnavailable';

  constructor(cause: unknown) {
    super(`the ledger is unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** A table has no partition for what the statement would write, so nothing was written. The worker makes partitions. */
export class PartitionMissing extends LedgerUnavailable {
  override readonly name = 'PartitionMissing';
  readonly table: string;

  constructor(table: string, cause: unknown) {
    super(cause);
    this.table = table;
  }
}

/** Too many calls are waiting in this process. The refused call had no effect. */
export class Overloaded extends TransientError {
  override readonly name = 'Overloaded';
}

/** Postgres refused the statement because of a value in it (SQLSTATE class 22 or 23). Nothing was written. */
export function isDataError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));
}

/** A process cannot start, for a reason that its message explains: it is printed without a stack trace. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
