import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { root } from '../support/documents.ts';

/**
 * A stand-in for the official Node image, for machines that reach no registry of images: Debian, this repository's Node, npm,
 * and the user `node`. It is kept in `node_modules/.cache`, because Debian takes a minute to unpack.
 *
 * @param nodeVersion part of its name, so that another version makes another one
 * @returns the folder of its files
 */
export async function makeStandIn(nodeVersion: string): Promise<string> {
  const folder = join(root, 'node_modules/.cache/image', `bookworm-node-${nodeVersion}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(unfinished), { recursive: true });
  await execa('debootstrap', ['--variant=minbase', 'bookworm', unfinished]);
  addNode(join(unfinished, 'usr/local'), dirname(await npmFolder()));
  await execa('groupadd', ['-R', unfinished, '-g', '1000', 'node']);
  await execa('useradd', ['-R', unfinished, '-u', '1000', '-g', 'node', '-m', 'node']);
  for (const path of ['var/cache/apt/archives', 'var/lib/apt/lists']) {
    rmSync(join(unfinished, path), { recursive: true, force: true });
  }
  renameSync(unfinished, folder);
  return folder;
}

function addNode(prefix: string, modules: string): void {
  cpSync(process.execPath, join(prefix, 'bin/node'));
  chmodSync(join(prefix, 'bin/node'), 0o755);
  cpSync(join(modules, 'npm'), join(prefix, 'lib/node_modules/npm'), { recursive: true });
  for (const name of ['npm', 'npx']) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(prefix, 'bin', name));
  }
}

/** Where the machine's npm is. */
async function npmFolder(): Promise<string> {
  const { stdout } = await execa('npm', ['root', '--global']);
  const folder = join(stdout.trim(), 'npm');
  if (!existsSync(folder)) throw new Error(`npm is not in ${folder}`);
  return folder;
}
