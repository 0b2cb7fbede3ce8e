import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const onWindows = process.platform === 'win32';

// Some shells leave the folders of servers and of Homebrew out of PATH.
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/opt/homebrew/bin'];

/** The path of a program in PATH or in the usual folders, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...USUAL_FOLDERS];
  return folders.map((folder) => join(folder || '.', name)).find(isExecutable);
}

/** Whether there is a file that this process may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
