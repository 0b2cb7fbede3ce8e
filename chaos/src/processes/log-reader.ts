/** What Node prints before it ends a process, and what a handler of ours would log. */
const unhandled =
  /unhandled ?rejection|uncaught ?exception|triggerUncaughtException|UnhandledPromiseRejection|JavaScript heap out of memory/i;

/** The level of pino. */
const fatal = 60;

/** Bugs of ours, however they are logged. */
const bugs = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

/** Finds in a line of a process's log what must never be there. @returns what is wrong with it: usually nothing */
export function misdeedsIn(line: string): string[] {
  const entry = parse(line);
  if (entry === null) return isDetail(line) ? [] : [`printed ${line}`];
  const isMisdeed =
    unhandled.test(line) || bugs.includes(entry.err?.type ?? '') || (entry.level ?? 0) >= fatal;
  return isMisdeed ? [line] : [];
}

interface Entry {
  level?: number;
  err?: { type?: string };
}

/**
 * An empty line, one of a stack trace, or a warning that says nothing about us: ioredis waits for the end of a connection
 * once for every command of a pipeline that a read-only replica refuses.
 */
const isDetail = (line: string) => /^\s*$|^\s+at |MaxListenersExceededWarning/.test(line);

/** Null: not a line of the log. */
function parse(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
