import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads the secret in `file`, which only its owner can read, after making up a random one if there is none. */
export function secretIn(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  try {
    // 18 bytes are 24 characters of base64url, none of which needs escaping in a URL or a shell.
    writeFileSync(file, `${randomBytes(18).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
