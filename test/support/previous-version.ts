import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';

/** The commit that users had before the next migrations: the one whose servers must survive them. */
const previousVersion = 'ba7783f';

/** The latest one that users had, which knows shards. */
export const versionWithShards = 'ba7783f';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** False where the code came without its history, as in a downloaded archive or a shallow clone. */
export const hasPreviousVersion = (version = previousVersion) =>
  spawnSync('git', ['-C', root, 'cat-file', '-e', `${version}^{commit}`], { stdio: 'ignore' }).status === 0;

export interface Checkout {
  folder: string;
  remove(): void;
}

/** Checks a previous version out of the repository's history and installs its packages, in a temporary folder. */
export function checkOutPreviousVersion(version = previousVersion): Checkout {
  const folder = makeTemporaryFolder('previous');
  const archive = join(folder, 'archive.tar');
  execFileSync('git', ['-C', root, 'archive', `--output=${archive}`, version]);
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  const { packageManager } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  const install = ['install', '--frozen-lockfile', '--prefer-offline', '--prod', '--ignore-scripts'];
  execFileSync('npx', ['--yes', '--loglevel=error', packageManager, ...install], {
    cwd: folder,
    env: { ...process.env, CI: 'true', pnpm_config_pm_on_fail: 'ignore' },
    stdio: 'pipe',
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
