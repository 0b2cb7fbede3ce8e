import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ownServices, service } from '../support/compose.ts';
import { read, root } from '../support/documents.ts';

describe('Dockerfile', () => {
  const instructions = read('Dockerfile').match(/^[A-Z]+ .+/gm) ?? [];
  const argumentsOf = (name: string) =>
    instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.split(/\s+/).slice(1));
  const copied = instructions.flatMap((line) => /^COPY (?!--)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
  const filter = dockerignore.default().add(read('.dockerignore'));
  const isCopied = (path: string) =>
    !filter.ignores(path) && copied.some((source) => `${path}/`.startsWith(`${source}/`));

  test('copies only paths that exist and that .dockerignore lets through', () => {
    expect(copied).toContain('packages/shared');
    expect(copied.filter((source) => !existsSync(join(root, source)) || filter.ignores(source))).toEqual([]);
  });

  test('contains every file that a container runs', () => {
    const commands = [...ownServices.map((name) => service(name).command), argumentsOf('CMD').flat()];
    const files = commands.map((words) => words.join(' ').match(/[\w/-]+\.ts/)?.[0] ?? '');
    expect(files.filter((file) => !existsSync(join(root, file)) || !isCopied(file))).toEqual([]);
  });

  test('contains all source files and migrations', () => {
    const folders = '{apps/api,apps/worker,packages/shared}/{src,migrations}';
    const files = globSync(`${folders}/**/*.{ts,sql}`, { cwd: root });
    expect(files).toContain('packages/shared/src/platform/migrate.ts');
    expect(files.filter((file) => !isCopied(file))).toEqual([]);
  });

  test('contains every workspace package that the apps need', () => {
    const folders = ['apps/api', 'apps/worker', 'packages/shared'];
    const manifests = folders.map((folder) => read(`${folder}/package.json`)).join();
    const needed = [...manifests.matchAll(/"@order-countdown\/(\S+)": "workspace:/g)];
    expect(folders).toEqual(expect.arrayContaining(needed.map(([, name]) => `packages/${name}`)));
    expect(copied).toEqual(expect.arrayContaining(folders.flatMap((each) => [each, `${each}/package.json`])));
  });

  test.each([
    '.env',
    '.git/config',
    'apps/api/node_modules/express/package.json',
    'packages/shared/test/ledger.integration.test.ts',
    'packages/local-services/package.json',
  ])('keeps %s out of the build context', (path) => {
    expect(filter.ignores(path)).toBe(true);
  });

  test('runs as a user that owns none of its files', () => {
    const stage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
    expect(stage.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
    expect(stage.join()).not.toContain('--chown');
  });

  test('has labels with the version, the license and the base', () => {
    const { version, license } = JSON.parse(read('package.json')) as { version: string; license: string };
    expect(read('Dockerfile')).toContain(`image.version="${version}"`);
    expect(read('Dockerfile')).toContain(`image.licenses="${license}"`);
    expect(read('Dockerfile')).toContain(
      `image.base.name="docker.io/library/${argumentsOf('FROM')[0]?.[0]}"`,
    );
  });

  test('uses the Node version of the workspace', () => {
    const { catalog } = parse(read('pnpm-workspace.yaml')) as { catalog: { node: string } };
    expect(argumentsOf('FROM')[0]).toEqual([`node:${catalog.node}-trixie-slim`, 'AS', 'base']);
  });
});
