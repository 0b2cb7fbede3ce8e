import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const binFolder = join(root, 'node_modules/.bin');

// npx has chosen pnpm's version already. Without this, pnpm looks for itself in the lockfile, where it isn't.
export const pnpmEnv = { pnpm_config_pm_on_fail: 'ignore' };

/** How to run the pinned pnpm: by npx, since no machine can be counted on to have it. */
export function pnpm(...args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return ['npx', ['--yes', '--loglevel=error', packageManager, ...args]];
}

/** Installs what pnpm-lock.yaml names, unless exactly that is installed. Throws when it can't be done. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.error('Installing the dependencies (only this once) ...');
  const [command, args] = pnpm('install', '--frozen-lockfile', '--prod=false');
  const child = spawn(command, args, {
    cwd: root,
    // CI: nobody is asked whether an old node_modules may go.
    env: { ...process.env, ...pnpmEnv, CI: 'true', NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${output.trim()}\nThe dependencies could not be installed.`);
}

function isInstalled() {
  const modules = join(root, 'node_modules');
  // pnpm writes .modules.yaml last, and the pinned Node is put in place by a script of its package.
  const marks = [join(modules, '.modules.yaml'), join(binFolder, 'node')];
  const folders = packageFolders().map((folder) => join(folder, 'node_modules'));
  return (
    [...marks, ...folders].every((path) => existsSync(path)) &&
    installedLock() === readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  );
}

function installedLock() {
  try {
    return readFileSync(join(root, 'node_modules/.pnpm/lock.yaml'), 'utf8');
  } catch {
    return undefined;
  }
}

/** Every folder with a package.json, one or two levels down: apps/api, bench, ... */
function packageFolders() {
  const folders = foldersIn(root);
  return [...folders, ...folders.flatMap(foldersIn)].filter((folder) =>
    existsSync(join(folder, 'package.json')),
  );
}

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name));
}
