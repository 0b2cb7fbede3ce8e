import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/**
 * Makes a server's JSON line pleasant to read in a terminal: `12:30:01 api info listening port=3000`.
 * What is not such a line is kept as it is.
 */
export function readableLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const { time, service, level, msg, ...rest } = entry;
  if (typeof time !== 'string' || typeof level !== 'number') return line;
  const details = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`);
  return [time.slice(11, 19), service, LEVELS[level] ?? level, msg, ...details].filter(Boolean).join(' ');
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Writes lines to a file, in place of an earlier run's. */
export function logTo(file: string): (line: string) => void {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  return (line) => stream.write(`${line}\n`);
}
