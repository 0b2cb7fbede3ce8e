import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, matchesGlob, relative } from 'node:path';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { beforeAll, describe, expect, test } from 'vitest';
import { allows, readChart, sourceFiles, type Room } from '../support/architecture.ts';
import { read, root } from '../support/documents.ts';

/** Plants forbidden imports in a copy of the source, for oxlint to refuse. */

const rule = 'no-restricted-imports';
const chart = readChart(read('docs/architecture.md'));
const packageOf = ({ path }: Room) => path.slice(0, path.indexOf('/src'));

interface Diagnostic {
  code: string;
  message: string;
  filename: string;
}

const oxlint = join(root, 'node_modules/.bin/oxlint');
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };

/** Lints a copy of the source to which lines were added, by file. @returns what oxlint complains about */
function lintCopy(planted: ReadonlyMap<string, readonly string[]>): Diagnostic[] {
  const copy = makeTemporaryFolder('imports');
  try {
    for (const file of ['.oxlintrc.json', ...sourceFiles]) cpSync(join(root, file), join(copy, file));
    for (const [file, lines] of planted) appendFileSync(join(copy, file), `${lines.join('\n')}\n`);
    const args = ['--deny-warnings', '--format', 'json'];
    const { stdout } = spawnSync(oxlint, args, { cwd: copy, env, encoding: 'utf8' });
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The planted specifiers that are refused, by the file that they are planted in. */
function refusedAmong(planted: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const lines = [...planted].map(([file, specifiers]) => [
    file,
    specifiers.map((each) => `import '${each}';`),
  ]);
  const refused = new Map([...planted.keys()].map((file): [string, string[]] => [file, []]));
  for (const { code, message, filename } of lintCopy(new Map(lines as [string, string[]][]))) {
    if (code === `eslint(${rule})`) refused.get(filename)?.push(/^'(.+?)'/.exec(message)?.[1] ?? message);
  }
  return refused;
}

const isFile = ({ path }: Room) => statSync(join(root, path)).isFile();

/** The file of a room that imports are planted in. */
const plantedIn = (room: Room) => (isFile(room) ? room.path : `${room.path}/planted.ts`);

/** How a file of one room would import from another. */
function specifiersBetween(from: Room, to: Room): string[] {
  const target = relative(dirname(plantedIn(from)), isFile(to) ? to.path : `${to.path}/any.ts`);
  const relativePath = target.startsWith('.') ? target : `./${target}`;
  if (packageOf(from) === packageOf(to)) return [relativePath];
  return [relativePath, `@order-countdown/${basename(packageOf(to))}/any`];
}

/** Within a package by the arrows; from another package by its exports alone, and only where an arrow leads. */
function isRefused(from: Room, to: Room, specifier: string): boolean {
  const isDetour = packageOf(from) !== packageOf(to) && specifier.startsWith('.');
  return isDetour || !allows(chart, from, to);
}

const rooms = chart.rooms.map((room) => [room.path, room] as const);

test('the copy passes as long as nothing is planted in it', () => {
  expect(lintCopy(new Map())).toEqual([]);
});

test('every source file has exactly one set of bans', () => {
  const config = read('.oxlintrc.json').replaceAll(/^ *\/\/.*$/gm, '');
  const { overrides } = JSON.parse(config) as {
    overrides: { files: string[]; rules: Record<string, unknown> }[];
  };
  const sets = overrides.filter(({ rules }) => rule in rules).map(({ files }) => files);
  const setsFor = (file: string) => sets.filter((files) => files.some((glob) => matchesGlob(file, glob)));
  expect(sourceFiles.filter((file) => setsFor(file).length !== 1)).toEqual([]);
});

describe('oxlint refuses exactly the imports between rooms that the chart has no way for', () => {
  const specifiersFrom = (from: Room) =>
    chart.rooms
      .filter((to) => to !== from)
      .flatMap((to) => specifiersBetween(from, to).map((specifier) => ({ to, specifier })));
  let refused: Map<string, string[]>;
  beforeAll(() => {
    refused = refusedAmong(
      new Map(rooms.map(([, from]) => [plantedIn(from), specifiersFrom(from).map((each) => each.specifier)])),
    );
  });

  test.each(rooms)('from %s', (_path, from) => {
    const expected = specifiersFrom(from).filter(({ to, specifier }) => isRefused(from, to, specifier));
    expect(expected.length).toBeGreaterThan(0);
    const specifiers = new Set(expected.map(({ specifier }) => specifier));
    expect(new Set(refused.get(plantedIn(from)))).toEqual(specifiers);
  });
});

describe('oxlint refuses a library outside its room', () => {
  const libraries: Record<string, RegExp> = {
    // The promises look into the stores by connections of their own.
    pg: /^packages\/(shared\/src\/platform|promises\/src)$/,
    ioredis: /^packages\/(shared\/src\/redis|promises\/src)$/,
    bullmq:
      /^packages\/(shared\/src\/(platform|redis|webhooks|followers)|promises\/src)$|^apps\/(api|worker)\//,
    express: /^apps\/api\//,
    '@bull-board/express': /^apps\/api\//,
  };
  const servers = rooms.filter(([path]) => !path.startsWith('packages/local-services/'));
  let refused: Map<string, string[]>;
  beforeAll(() => {
    refused = refusedAmong(new Map(servers.map(([, room]) => [plantedIn(room), Object.keys(libraries)])));
  });

  test.each(Object.entries(libraries))('%s', (library, allowed) => {
    const refusing = servers.filter(([, room]) => refused.get(plantedIn(room))?.includes(library));
    const expected = servers.filter(([path]) => !allowed.test(path));
    expect(refusing.map(([path]) => path)).toEqual(expected.map(([path]) => path));
  });
});

const inTheLedger = 'packages/shared/src/ledger/planted.ts';

test.each([
  ['a value', `import { createAlarm } from '../redis/alarm.ts';\nconsole.log(createAlarm);`],
  ['a type', `import type { Alarm } from '../redis/alarm.ts';\nexport const alarms: Alarm[] = [];`],
  ['a dynamic import', `await import('../redis/alarm.ts');`],
  ['a re-export', `export { createAlarm } from '../redis/alarm.ts';`],
  ['everything re-exported', `export * from '../redis/alarm.ts';`],
])('oxlint refuses %s from a forbidden room', (_what, line) => {
  const codes = lintCopy(new Map([[inTheLedger, [line]]])).map(({ code }) => code);
  expect(codes).toEqual([`eslint(${rule})`]);
});

test('oxlint refuses a cycle within a room', () => {
  const planted = [`import { other } from './other.ts';`, 'export const one = () => other;'];
  const other = [`import { one } from './planted.ts';`, 'export const other = () => one;'];
  const files = new Map([
    [inTheLedger, planted],
    ['packages/shared/src/ledger/other.ts', other],
  ]);
  const codes = lintCopy(files).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['import(no-cycle)']));
});
