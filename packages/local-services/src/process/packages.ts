import { execa } from 'execa';
import { findProgram } from './programs.ts';

/** The package by its name in each package manager. A manager without a name is not asked. */
export interface SystemPackage {
  /** For messages: "Redis". */
  name: string;
  apt: string;
  brew?: string;
}

/**
 * Installs a package with the system's package manager if that needs no password. Says so on stderr.
 *
 * @returns why it failed, or undefined if it succeeded.
 */
export async function installPackage({ name, apt, brew }: SystemPackage): Promise<string | undefined> {
  if (findProgram('apt-get')) {
    const prefix = await rootPrefix();
    if (!prefix) return 'apt-get needs root';
    console.error(`installing ${name}: apt-get install ${apt}`);
    return run([...prefix, 'sh', '-c', APT_SCRIPT, 'install', apt]);
  }
  const brewProgram = findProgram('brew');
  if (brew && brewProgram && process.getuid?.() !== 0) {
    console.error(`installing ${name}: brew install ${brew}`);
    return run([brewProgram, 'install', '--quiet', brew]);
  }
  return 'neither apt-get nor brew is usable here';
}

// The package lists are only updated if they are missing or outdated. flock makes several of these scripts take
// turns, on a folder that always exists; apt's own lock does the same for other users of apt.
const APT = 'apt-get -qq -o DPkg::Lock::Timeout=120';
const APT_SCRIPT = `
export DEBIAN_FRONTEND=noninteractive
install() { ${APT} install --yes --no-install-recommends "$1"; }
exec 9</var/lib/apt
! command -v flock >/dev/null || flock -w 300 9 || exit
install "$1" >/dev/null 2>&1 || { ${APT} update && install "$1"; }
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
