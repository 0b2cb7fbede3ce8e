import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads the secret in `file`, which only its owner can read, after making up a random one if there is none. */
export function secretIn(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  try {
    // In hex, because that needs no escaping anywhere and a double click selects all of it.
    writeFileSync(file, `${randomBytes(16).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
