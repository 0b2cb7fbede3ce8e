import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from '@order-countdown/local-services/programs';

// As in browser-install.ts: runs take turns, and the package lists are updated only if they are missing or too old.
const apt = 'apt-get -qq -o DPkg::Lock::Timeout=120';
const script = `
export DEBIAN_FRONTEND=noninteractive
install() { ${apt} install --yes --no-install-recommends haproxy; }
exec 9</var/lib/apt
! command -v flock >/dev/null || flock -w 300 9 || exit
install >/dev/null 2>&1 || { ${apt} update && install; }
`;

/**
 * The path of HAProxy. Installs it with apt-get, where that needs no password.
 *
 * @throws Error with what apt-get said
 */
export async function requireHaproxy(): Promise<string> {
  const found = findProgram('haproxy');
  if (found) return found;
  const [command, args] =
    process.getuid?.() === 0 ? ['sh', ['-c', script]] : ['sudo', ['-n', 'sh', '-c', script]];
  await promisify(execFile)(command, args);
  const installed = findProgram('haproxy');
  if (!installed) throw new Error('apt-get installed no haproxy');
  return installed;
}
