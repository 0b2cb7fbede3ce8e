import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pretty from 'pino-pretty';

/**
 * Prints JSON log lines for a person to read: `[12:30:01] INFO: api listening {"port":3000}`. Times are in
 * UTC, as in the orders. Lines that are not JSON stay unchanged.
 */
export function prettyPrinter(isColourful: boolean): (line: string) => void {
  const format = pretty.prettyFactory({
    colorize: isColourful,
    singleLine: true,
    translateTime: 'HH:MM:ss',
    ignore: 'service',
    messageFormat: '{if service}{service} {end}{msg}',
  });
  return (line) => process.stdout.write(format(line));
}

/** Writes lines to a file, which it creates or empties first. */
export function logTo(file: string): (line: string) => void {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  return (line) => stream.write(`${line}\n`);
}
