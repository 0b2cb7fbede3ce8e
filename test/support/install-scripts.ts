import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const hooks = ['preinstall', 'install', 'postinstall'];

/**
 * The names of the packages that run something when they are installed: a script, or the compiler.
 *
 * @param store the folder in which pnpm keeps each installed package: `node_modules/.pnpm`
 */
export function packagesWithInstallScripts(store: string): string[] {
  const manifests = globSync(['*/node_modules/*/package.json', '*/node_modules/@*/*/package.json'], {
    cwd: store,
  });
  const names = manifests
    .map((manifest) => join(store, manifest))
    .filter(runsOnInstall)
    .map((manifest) => manifestAt(manifest).name);
  return [...new Set(names)].toSorted();
}

interface Manifest {
  name: string;
  scripts?: Record<string, string>;
}

const manifestAt = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

function runsOnInstall(manifest: string): boolean {
  const { scripts = {} } = manifestAt(manifest);
  return hooks.some((hook) => hook in scripts) || existsSync(join(dirname(manifest), 'binding.gyp'));
}
