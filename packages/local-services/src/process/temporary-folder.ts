import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
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

/** Where the names of folders are written to. */
let keeper: ReturnType<typeof startKeeper>;

// Servers get a moment to end: what they write meanwhile would be left. See lifeline.ts for how the shell learns of the end.
const script = `
while read -r folder; do set -- "$@" "$folder"; done
[ $# -eq 0 ] || for seconds in 1 2 4 8 16; do sleep $seconds; rm -rf "$@" && exit; done
`;

function startKeeper() {
  if (onWindows) return undefined;
  const shell = execa('/bin/sh', ['-c', script, 'keeper'], {
    cwd: '/',
    detached: true,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    reject: false, // without a shell, folders only survive a crash of this process
  });
  shell.nodeChildProcess.unref();
  shell.stdin.on('error', () => undefined);
  return shell.stdin;
}
