import { execFile } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { isExecutable } from '@order-countdown/local-services/programs';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { root } from './documents.ts';

const run = promisify(execFile);

/** An empty project, into which the client is installed as a reader would install it. */
export interface ClientProject {
  folder: string;
  /** Copies a file of this repository into the project. */
  copy(file: string, name: string): void;
  /** Compiles with `strict`. @returns what the compiler complains about; empty: nothing */
  compile(compiler: 'typescript5' | 'typescript7', options: object, files: string[]): Promise<string>;
  remove(): void;
}

const compilers = {
  typescript5: join(root, 'test/node_modules/.bin/tsc'),
  typescript7: join(root, 'node_modules/.bin/tsc'),
};

/** Packs `packages/client`, which builds it, and installs the archive. The client depends on nothing, so no network is needed. */
export async function installPackedClient(): Promise<ClientProject> {
  const folder = makeTemporaryFolder('client');
  const packing = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', packing, { cwd: join(root, 'packages/client') });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], { cwd: folder });
  return {
    folder,
    copy: (file, name) => cpSync(join(root, file), join(folder, name)),
    remove: () => rmSync(folder, { recursive: true }),
    async compile(compiler, options, files) {
      // Nothing is skipped: the types of the client themselves are checked, too.
      const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false };
      const compilerOptions = { target: 'es2022', module: 'nodenext', ...strict, ...options };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      return run(compilers[compiler], ['--project', folder]).then(
        () => '',
        ({ stdout: complaints }: { stdout: string }) => complaints,
      );
    },
  };
}

/** The machine's own Node, which users have, if it is one that the client supports; otherwise ours. */
export async function systemNode(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((path) => !path.startsWith(root));
  for (const path of folders.map((each) => join(each || '.', 'node'))) {
    if (!isExecutable(path)) continue;
    const { stdout } = await run(path, ['--version']);
    if (Number.parseInt(stdout.slice(1), 10) >= 20) return path;
  }
  return process.execPath;
}
