import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes lines to a file, which it creates or empties first. */
export function logTo(file: string): (line: string) => void {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  return (line) => stream.write(`${line}\n`);
}
