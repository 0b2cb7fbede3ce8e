/** Settings under which a Postgres logs whoever waited longer than this for a lock, and for how long. */
export const loggingLockWaits = { log_lock_waits: 'on', deadlock_timeout: '5ms' };

const acquired = /acquired (AccessShareLock|RowShareLock|RowExclusiveLock) on relation .* after ([\d.]+) ms/;

/** Reads from the log of a Postgres how long those had to wait who read or write a table, because of somebody who needed it alone. */
export function readLockWaits() {
  const waitsMs: number[] = [];
  return {
    onLine(line: string): void {
      const ms = acquired.exec(line)?.[2];
      if (ms !== undefined) waitsMs.push(Number(ms));
    },
    longestMs: () => Math.max(0, ...waitsMs),
    count: () => waitsMs.length,
  };
}
