import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Exit } from './child.ts';

/** A database server that runs on this machine as long as this process does. */
export interface LocalService {
  /** How to connect, including the password. */
  url: string;
  port: number;
  pid: number;
  /** Settles when the server exits for any reason. Never rejects. */
  exited: Promise<Exit>;
  /** Shuts the server down within about ten seconds. Safe to call twice. */
  stop: () => Promise<void>;
}

/** Returns the secret in `file`, which only its owner can read. Creates a random one if the file is missing. */
export function secretIn(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  try {
    // Hex needs no escaping in URLs, shells or configuration files, and a double click selects all of it.
    writeFileSync(file, `${randomBytes(16).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
