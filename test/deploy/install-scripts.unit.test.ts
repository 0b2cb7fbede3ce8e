import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { read, root } from '../support/documents.ts';
import { packagesWithInstallScripts } from '../support/install-scripts.ts';

/** A dependency that runs a script when it is installed runs it on every machine of ours: each is allowed by name. */

const { allowBuilds } = parse(read('pnpm-workspace.yaml')) as { allowBuilds: Record<string, boolean> };
const allowed = Object.keys(allowBuilds).filter((name) => allowBuilds[name]);
const installed = packagesWithInstallScripts(join(root, 'node_modules/.pnpm'));

test('no dependency has an install script that pnpm-workspace.yaml does not allow by name', () => {
  // Every installation has the pinned Node, which has one: the search finds something.
  expect(installed).toContain('node');
  expect(installed.filter((name) => !allowed.includes(name))).toEqual([]);
});

test('every package that may run an install script is a dependency', () => {
  const { packages } = parse(read('pnpm-lock.yaml')) as { packages: object };
  const names = Object.keys(packages).map((key) => key.replace(/(?<=.)@.*$/, ''));
  expect(allowed.filter((name) => !names.includes(name))).toEqual([]);
});

test.each([
  ['a postinstall script', { scripts: { postinstall: 'node collect.js' } }, []],
  ['a preinstall script', { scripts: { preinstall: 'node collect.js' } }, []],
  ['an install script', { scripts: { install: 'node collect.js' } }, []],
  ['native code', {}, ['binding.gyp']],
])('a new dependency with %s is found', (_what, members, files) => {
  const store = mkdtempSync(join(tmpdir(), 'install-scripts-'));
  const plant = (name: string, manifest: object, others: string[]) => {
    const folder = join(store, `${name.replace('/', '+')}@1.0.0/node_modules/${name}`);
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of [
      ['package.json', manifest],
      ...others.map((file) => [file, {}]),
    ] as const) {
      writeFileSync(join(folder, file as string), JSON.stringify(content));
    }
  };
  plant('@new/dependency', { name: '@new/dependency', ...members }, files);
  plant('harmless', { name: 'harmless', scripts: { test: 'node test.js' } }, []);
  expect(packagesWithInstallScripts(store)).toEqual(['@new/dependency']);
  rmSync(store, { recursive: true });
});
