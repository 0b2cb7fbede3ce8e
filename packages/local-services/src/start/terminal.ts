import { createOutages } from './outages.ts';
import { createLinePrinter, type LogEntry } from './terminal-lines.ts';

/** Prints what a person at a terminal wants to know of the log lines of all processes. */
export interface Terminal {
  /** Prints a line of a log, if it is worth one. Lines that are not JSON stay unchanged. */
  log: (line: string) => void;
  /** Prints a line of `npm start` itself about a service that it keeps running. */
  say: (line: string) => void;
}

export interface TerminalOptions {
  isColourful: boolean;
  print: (line: string) => void;
}

export function createTerminal({ isColourful, print }: TerminalOptions): Terminal {
  const format = createLinePrinter(isColourful);
  const outages = createOutages((entry) => print(format(entry)));
  return {
    log(line) {
      const entry = parse(line);
      if (entry === null) print(line);
      else if (!outages.take(entry)) print(format(entry));
    },
    say(line) {
      outages.told(line);
      print(line);
    },
  };
}

function parse(line: string): LogEntry | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'msg' in entry ? { ...entry } : null;
  } catch {
    return null;
  }
}
