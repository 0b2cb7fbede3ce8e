import { execa } from 'execa';
import { findProgram } from '../process/programs.ts';

/**
 * Installs Redis with the system's package manager if that needs no password. Says so on stderr.
 *
 * @returns why it failed, or undefined if it succeeded.
 */
export async function installRedis(): Promise<string | undefined> {
  if (findProgram('apt-get')) {
    const prefix = await rootPrefix();
    if (!prefix) return 'apt-get needs root';
    console.error('installing Redis: apt-get install redis-tools');
    return run([...prefix, 'sh', '-c', APT_SCRIPT]);
  }
  const brew = findProgram('brew');
  if (brew && process.getuid?.() !== 0) {
    console.error('installing Redis: brew install redis');
    return run([brew, 'install', '--quiet', 'redis']);
  }
  return 'neither apt-get nor brew is usable here';
}

// redis-tools contains the server, and unlike redis-server it sets up no system service. The package lists
// are only updated if they are missing or outdated. flock makes several of these scripts take turns, on a
// folder that always exists; apt's own lock does the same for other users of apt.
const APT = 'apt-get -qq -o DPkg::Lock::Timeout=120';
const APT_SCRIPT = `
export DEBIAN_FRONTEND=noninteractive
install() { ${APT} install --yes --no-install-recommends redis-tools; }
exec 9</var/lib/apt
! command -v flock >/dev/null || flock -w 300 9 || exit
install >/dev/null 2>&1 || { ${APT} update && install; }
`;

/** The words before a command that make it run as root, or undefined if that needs a password. */
async function rootPrefix(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (!sudo) return undefined;
  const { failed } = await execa(sudo, ['-n', 'true'], { reject: false });
  return failed ? undefined : [sudo, '-n'];
}

/** @returns why the command failed, or undefined if it succeeded. */
async function run([command = '', ...args]: string[]): Promise<string | undefined> {
  const result = await execa(command, args, {
    detached: true, // Ctrl-C must not interrupt a package manager
    stdin: 'ignore',
    stdout: 'ignore',
    reject: false,
  });
  return result.failed ? result.stderr.split('\n').at(-1) || result.shortMessage : undefined;
}
