import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const binFolder = join(root, 'node_modules/.bin');

export const onWindows = process.platform === 'win32';

/** On Windows, what is in `.bin` are scripts that only a shell can start. */
export const pinnedNode = onWindows ? join(root, 'node_modules/node/bin/node.exe') : join(binFolder, 'node');

// npx already runs the pinned version. Without this, pnpm looks for its own version in the lockfile and
// fails.
export const pnpmEnv = { pnpm_config_pm_on_fail: 'ignore' };

/** The command and arguments that run the pinned pnpm: with npx, because few machines have pnpm. */
export function pnpm(...args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [command, ...first] = npx();
  return [command, [...first, '--yes', '--loglevel=error', packageManager, ...args]];
}

/** On Windows, `npx` is such a script, too; what it runs is beside npm. */
function npx() {
  if (!onWindows) return ['npx'];
  const npm = process.env.npm_execpath ?? join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  return [process.execPath, join(dirname(npm), 'npx-cli.js')];
}

/** Installs the packages in pnpm-lock.yaml unless exactly those are installed. Throws if that fails. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.error('Installing the dependencies (only the first time) ...');
  const [command, args] = pnpm('install', '--frozen-lockfile', '--prod=false');
  const child = spawn(command, args, {
    cwd: root,
    // With CI set, pnpm replaces an outdated node_modules without a prompt.
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
  // pnpm writes .modules.yaml last. The install script of the package `node` creates the pinned Node.
  const marks = [join(modules, '.modules.yaml'), pinnedNode];
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
