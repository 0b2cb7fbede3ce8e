import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualPaths = [
  ...names.map((name) => `/usr/bin/${name}`),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium, or undefined. `CHROMIUM` in the environment goes before any other. */
export function findChromium(): string | undefined {
  const own = process.env['CHROMIUM'];
  if (own) return own;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder || '.', name)));
  return [...onPath, ...usualPaths].find(isExecutable);
}

// Two runs at once wait for each other by the lock, and for anybody else by apt's own. The lists are brought up
// to date only if they turn out to be missing or too old.
const apt = 'apt-get -qq -o DPkg::Lock::Timeout=120';
const script = `
export DEBIAN_FRONTEND=noninteractive
install() { ${apt} install --yes --no-install-recommends chromium; }
exec 9</var/lib/apt
! command -v flock >/dev/null || flock -w 300 9 || exit
install >/dev/null 2>&1 || { ${apt} update && install; }
`;

/**
 * Installs Chromium with apt-get, where that needs no password.
 *
 * @returns why it could not be done, or undefined
 */
export async function installChromium(): Promise<string | undefined> {
  const [command, args] =
    process.getuid?.() === 0 ? ['sh', ['-c', script]] : ['sudo', ['-n', 'sh', '-c', script]];
  try {
    await promisify(execFile)(command, args);
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return stderr?.trim().split('\n').at(-1) || message;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
