import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { execaSync } from 'execa';
import { findProgram } from './programs.ts';

/** A user and a group, by number. */
export interface Account {
  uid: number;
  gid: number;
}

/** What to spawn to run a program as a certain account. */
export interface Launch extends Partial<Account> {
  command: string;
  args: string[];
}

/**
 * Chooses the account for a program that refuses to run as root.
 *
 * @param dataDir may not exist yet.
 * @returns undefined if we are not root; else the owner of existing data, or `nobody`, which every Unix has.
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
  return Number(execaSync('id', [flag, 'nobody']).stdout);
}

/**
 * Says how to run `command` as `account`, which must be able to reach the program and the data.
 *
 * If the checkout is in a folder that only root may enter (/root, a `mktemp -d`), the program gets the one
 * capability that bypasses file permissions. Changing the permissions of such folders is not up to us.
 *
 * @throws Error that says what to do if this needs `setpriv` and the machine has none.
 */
export function launchAs(
  account: Account | undefined,
  command: string,
  args: string[],
  dataDir: string,
): Launch {
  if (!account) return { command, args };
  if (isOpenToAll(command) && isReachable(dataDir)) return { command, args, ...account };
  const setpriv = findProgram('setpriv');
  if (!setpriv) {
    throw new Error(
      `Postgres refuses to run as root, and other users can't reach ${dirname(command)} or ${dataDir}. ` +
        'Run as another user, move the checkout to a folder that all users can enter, install setpriv ' +
        '(util-linux), or set DATABASE_URL.',
    );
  }
  const flags = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // Postgres checks its own program with access(2), which ignores the capabilities of users other than root
    // unless this bit is set.
    '--securebits=+no_setuid_fixup',
  ];
  return { command: setpriv, args: [...flags, command, ...args] };
}

function isOpenToAll(program: string): boolean {
  return (statSync(program).mode & 0o005) === 0o005 && isReachable(program);
}

/** Whether all users may enter every folder above a path. */
function isReachable(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && isReachable(parent);
}
