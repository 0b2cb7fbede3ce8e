/** Finds in a process's log what must never be there. */
export interface LogReader {
  /** @returns what is wrong with the line: usually nothing */
  read(line: string): string[];
}

/** What Node prints before it ends a process, and what a handler of ours would log. */
const unhandled =
  /unhandled ?rejection|uncaught ?exception|triggerUncaughtException|UnhandledPromiseRejection|MaxListenersExceededWarning|JavaScript heap out of memory/i;

/** Bugs of ours, however they are logged. */
const bugs = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

export function createLogReader(): LogReader {
  return {
    read(line) {
      const entry = parse(line);
      if (entry === null) return isDetail(line) ? [] : [`printed ${line}`];
      if (unhandled.test(line)) return [line];
      if (bugs.includes(entry.err?.type ?? '')) return [line];
      if ((entry.level ?? 0) >= 60) return [line];
      return [];
    },
  };
}

interface Entry {
  level?: number;
  err?: { type?: string };
}

/** An empty line, or one of a stack trace. */
const isDetail = (line: string) => /^\s*$|^\s+at /.test(line);

/** Null: not a line of the log. */
function parse(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
