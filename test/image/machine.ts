import { existsSync } from 'node:fs';
import { installPackage } from '@order-countdown/local-services/packages';
import { findProgram } from '@order-countdown/local-services/programs';
import { execa } from 'execa';

/**
 * `node test/image/machine.ts`: prepares this machine for `npm run test:image`. Where it can't build and run images, it
 * says why in one line and exits with 1.
 */

const debianPackages = ['buildah', 'podman', 'debootstrap'];

/** @returns why the image can't be tested here, or undefined */
async function whyNot(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux';
  if (!existsSync('/etc/debian_version') || !findProgram('apt-get')) return 'it needs Debian';
  const mounted = await execa('unshare', ['-m', 'sh', '-c', freshCgroup], { reject: false });
  if (mounted.failed) return 'this machine lets nobody mount file systems';
  for (const name of debianPackages) {
    if (findProgram(name)) continue;
    const failure = await installPackage({ name, apt: name });
    if (!findProgram(name)) return `${name} could not be installed: ${failure ?? 'unknown reason'}`;
  }
  const registry = await execa('npm', ['view', 'pnpm', 'name'], { reject: false });
  return registry.failed ? "npm's registry can't be reached" : undefined;
}

/** What runs a container expects to own these: the machine's may be read-only, or of another version. */
export const freshCgroup = 'umount -R /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup';

if (import.meta.main) {
  const reason = await whyNot();
  if (reason !== undefined) {
    console.log(`The image was not built and not tested: ${reason}.`);
    process.exitCode = 1;
  }
}
