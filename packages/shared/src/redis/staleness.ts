/**
 * How old a reading of the ledger may be, in milliseconds, when what was written from it arrives in Redis. A worker
 * compares each later change with Redis once, a little longer than this after its commit. So it sees whatever an older
 * write left there, unless that was even later.
 */
export const maxStalenessMs = 800;

/** @param askedAtMs when the ledger was asked, by `performance.now()`, which also counts while the process is stopped */
export const isStale = (askedAtMs: number): boolean => performance.now() - askedAtMs > maxStalenessMs;
