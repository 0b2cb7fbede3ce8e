import { DatabaseError } from 'pg';

/** What the system reports when there is no connection. */
const reasons: Partial<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'no answer',
};

/** Why a server could not be reached, in words. */
export function reasonOf(error: unknown): string {
  // A host name with several addresses fails with one error for each: the first says enough.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return String(first);
  if (first instanceof DatabaseError && /unsupported startup parameter/.test(first.message)) {
    return `a pooler answered (${first.message}): see DATABASE_PREPARE and DATABASE_DIRECT_URL`;
  }
  if (first instanceof DatabaseError || !('code' in first)) return first.message;
  return reasons[String(first.code)] ?? first.message;
}

/** All connections of a pool are in use: that says nothing about whether there can be another one. */
export function isPoolBusy(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect';
}
