import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeExit, type Child } from './child.ts';

/** How long a database server may take until it accepts connections. */
export const START_LIMIT_MS = 60_000;

/** A database server that runs on this machine, at most as long as this process. */
export interface LocalService extends Child {
  /** How to connect, including the password. */
  url: string;
  port: number;
}

/**
 * Stops a server that did not become ready.
 *
 * @returns the error to throw: whether it exited or was too slow, and its last log lines.
 */
export async function startFailure(name: string, child: Child): Promise<Error> {
  const reason = child.hasExited()
    ? describeExit(await child.exited)
    : `was not ready after ${START_LIMIT_MS / 1000} s`;
  await child.stop();
  return failure(name, reason, child);
}

/** An error with the reason on its first line, and below it the server's last log lines. */
export function failure(name: string, reason: string, { lastLines }: Pick<Child, 'lastLines'>): Error {
  return new Error([`${name} ${reason}:`, ...lastLines].join('\n'));
}

/**
 * Returns the secret in `file`, which only its owner can read. Creates a random one if the file is missing.
 */
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
