import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { findProgram } from './programs.ts';

/** A user and a group, by number. */
export interface Account {
  uid: number;
  gid: number;
}

/** What to spawn so that a program runs as somebody. */
export interface Launch {
  command: string;
  args: string[];
  account?: Account;
}

/**
 * Chooses who runs a program that refuses root: nobody special if we are not root, else the owner of the
 * data it made before, else the account `nobody`, which every Unix has.
 *
 * @param dataDir may not exist yet.
 */
export function chooseAccount(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(dataDir)) {
    const { uid, gid } = statSync(dataDir);
    if (uid !== 0) return { uid, gid };
  }
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
}

function idOfNobody(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

/**
 * Says how to run `command` as `account`, which must be able to reach the program and the data.
 *
 * Where the checkout lies under a folder that only root may enter (/root, a `mktemp -d`), the account is given
 * the one capability that looks past permissions, rather than changing permissions that are not ours.
 *
 * @throws Error that says what to do, when that is needed and `setpriv` is missing.
 */
export function launchAs(
  account: Account | undefined,
  command: string,
  args: string[],
  dataDir: string,
): Launch {
  if (!account) return { command, args };
  if (isOpenToAll(command) && isReachable(dataDir)) return { command, args, account };
  const setpriv = findProgram('setpriv');
  if (!setpriv) {
    throw new Error(
      `Postgres refuses to run as root, and other users can't reach ${dirname(command)} or ${dataDir}. ` +
        'Run as another user, move the checkout to a folder that all may enter, install setpriv ' +
        '(util-linux), or set DATABASE_URL.',
    );
  }
  const flags = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // Postgres looks for its own program with access(2), which ignores the capabilities of any user but root
    // unless this bit is set.
    '--securebits=+no_setuid_fixup',
  ];
  return { command: setpriv, args: [...flags, command, ...args] };
}

function isOpenToAll(program: string): boolean {
  return (statSync(program).mode & 0o005) === 0o005 && isReachable(program);
}

/** Whether everybody may pass through all folders above a path. */
function isReachable(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && isReachable(parent);
}
