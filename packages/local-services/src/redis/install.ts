import { spawn, spawnSync } from 'node:child_process';
import { findProgram } from '../process/programs.ts';

/**
 * Installs Redis with the system's package manager, where that needs no password.
 *
 * @returns why it could not be done, or undefined.
 */
export async function installRedis(): Promise<string | undefined> {
  if (findProgram('apt-get')) {
    const prefix = rootPrefix();
    if (!prefix) return 'apt-get needs root';
    console.error('installing Redis: apt-get install redis-tools');
    return run([...prefix, 'sh', '-c', APT_SCRIPT]);
  }
  const brew = findProgram('brew');
  if (brew && process.getuid?.() !== 0) {
    console.error('installing Redis: brew install redis');
    return run([brew, 'install', '--quiet', 'redis']);
  }
  return 'neither apt-get nor brew can be used here';
}

// redis-tools holds the server, and unlike redis-server it sets up no service. The lists are brought up to date
// only if they turn out to be missing or too old. The lock is on a folder that is there anyway: two of us wait
// for each other, and apt's own lock makes us wait for anybody else.
const APT = 'apt-get -qq -o DPkg::Lock::Timeout=120';
const APT_SCRIPT = `
export DEBIAN_FRONTEND=noninteractive
install() { ${APT} install --yes --no-install-recommends redis-tools; }
exec 9</var/lib/apt
! command -v flock >/dev/null || flock -w 300 9 || exit
install >/dev/null 2>&1 || { ${APT} update && install; }
`;

function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  return sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : undefined;
}

function run([command = '', ...args]: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Ctrl-C must not reach a package manager half-way, so it gets a session of its own.
    const child = spawn(command, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : complaint.trim().split('\n').at(-1) || `exit code ${code}`),
    );
  });
}
