import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { startShell } from './lifeline.ts';
import { onWindows } from './programs.ts';

/**
 * Creates a folder in the system's temporary folder, for data that nobody needs after this process. It is deleted when this
 * process ends, even by SIGKILL, unless it was before. Any account may enter it, since as root Postgres and others run under
 * one of their own.
 *
 * @param name what is in it, for whoever finds it
 */
export function makeTemporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `order-countdown-${name}-`));
  chmodSync(folder, 0o755);
  keeper ??= startKeeper();
  keeper?.write(`${folder}\n`);
  return folder;
}

/** Where the names of folders are written to: a shell that deletes them. */
let keeper: Writable | undefined;

// Servers get a moment to end: what they write meanwhile would be left.
const script = `
while read -r folder; do set -- "$@" "$folder"; done
for seconds in 1 2 4 8 16; do sleep $seconds; rm -rf "$@" && exit; done
`;

function startKeeper(): Writable | undefined {
  if (onWindows) return undefined;
  return startShell(script, 'keeper').on('error', () => undefined);
}
