import { existsSync, globSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { developmentSecrets, loadConfig } from '@order-countdown/shared/platform/config';
import { describe, expect, test } from 'vitest';
import { problems } from '../../apps/api/src/http/problems.ts';
import { matches, read, root, rowsUnder, unquoted } from '../support/documents.ts';

/** The documents, compared with the code and files that they describe. */

const documents = globSync(['*.md', 'docs/**/*.md', '{packages/client,examples}/README.md'], { cwd: root });

const withoutBlocks = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '');
/** The anchor that GitHub generates for a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\s-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (file: string) => matches(withoutBlocks(read(file)), /^#+ (.+)$/gm).map(anchor);

describe('every document', () => {
  /** Created at run time, or by the reader. */
  const notInTheRepository = /^(\.env|\.data|node_modules)(\/|$)/;
  const looksLikePath = /^[\w.-]+(\/[\w.-]+)+\/?$|^\.?[\w-]+(\.[\w-]+)*\.(ts|mjs|json|md|sql|ya?ml|example)$/;

  test('is among the documents that these tests read', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/order-lifecycle.md']));
  });

  test.each(documents)('%s has only links that work', (file) => {
    const links = matches(withoutBlocks(read(file)), /\]\(([^)\s]+)\)/g).filter(
      (link) => !/^\w+:/.test(link),
    );
    const broken = links.filter((link) => {
      const [path = '', hash] = link.split('#');
      const target = path === '' ? file : relative(root, join(root, dirname(file), path));
      if (!existsSync(join(root, target))) return true;
      return hash !== undefined && !anchorsOf(target).includes(hash);
    });
    expect(broken).toEqual([]);
  });

  test.each(documents)('%s names only files that exist', (file) => {
    const named = matches(withoutBlocks(read(file)), /`([^`\n]+)`/g).filter(
      (text) =>
        looksLikePath.test(text) &&
        !/^(application|text|http)\//.test(text) &&
        !notInTheRepository.test(text),
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test('README.md names every app and package', () => {
  const folders = globSync(['{apps,packages}/*/package.json'], { cwd: root }).map(dirname);
  expect(rowsUnder(read('README.md'), 'folder').map(([folder = '']) => unquoted(folder))).toEqual(
    expect.arrayContaining(folders),
  );
});

test('examples/README.md leads to every example', () => {
  const examples = globSync('*.ts', { cwd: join(root, 'examples') });
  expect(matches(read('examples/README.md'), /\]\(([\w-]+\.ts)\)/g).toSorted()).toEqual(examples.toSorted());
});

test('every decision has a number of its own, which is also in its title', () => {
  const decisions = globSync('docs/decisions/*.md', { cwd: root }).toSorted();
  const numbers = decisions.map((file) => Number(/\/(\d{4})-[^/]+$/.exec(file)?.[1]));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(decisions.map((file) => Number(/^# (\d+)\. /.exec(read(file))?.[1]))).toEqual(numbers);
});

describe('docs/configuration.md', () => {
  const table = new Map(
    rowsUnder(read('docs/configuration.md'), 'variable').map(([name = '', value = '']) => [
      unquoted(name),
      value,
    ]),
  );
  const schema = /^const variables = z\.object\(\{\n([^]*?)^\}\)/m.exec(
    read('packages/shared/src/platform/config.ts'),
  );
  const ofTheApps = matches(schema?.[1] ?? '', /^ {2}([A-Z_]+): /gm);
  const ofNpmStart = matches(
    read('packages/local-services/src/start/settings.ts'),
    /^ {2}(LOCAL_[A-Z_]+): /gm,
  );
  const ofCompose = matches(read('docker-compose.yml'), /\$\{([A-Z_]+)/g);
  const inTheExample = matches(read('.env.example'), /^(?:# )?([A-Z_]+)=/gm);

  test('lists every variable that the code reads, and no other', () => {
    expect(ofTheApps).toEqual(expect.arrayContaining(['DATABASE_URL', 'SWEEP_INTERVAL_MS']));
    expect(new Set(table.keys())).toEqual(new Set([...ofTheApps, ...ofNpmStart, ...ofCompose]));
  });

  test('lists the variables of .env.example', () => {
    expect([...table.keys()].toSorted()).toEqual(inTheExample.toSorted());
  });

  test('states the defaults of the apps', () => {
    const stores = { DATABASE_URL: 'postgres://host/db', REDIS_URL: 'redis://host' };
    const defaults = new Map(Object.entries({ ...loadConfig(stores), DATABASE_URL: '', REDIS_URL: '' }));
    const expected = ofTheApps.map((name) => {
      if (name in developmentSecrets) return [name, 'development only'];
      const value = String(defaults.get(name) ?? '');
      return [name, value === '' ? '—' : `\`${value}\``];
    });
    expect(ofTheApps.map((name) => [name, table.get(name)])).toEqual(expected);
  });
});

test('docs/http-api.md lists every problem code with its status', () => {
  const expected = Object.entries(problems).map(([code, { status }]) => [code, String(status)]);
  const documented = rowsUnder(read('docs/http-api.md'), 'status').flatMap(([statuses = '', codes = '']) => {
    const each = statuses.split(', ');
    return matches(codes, /`(\w+)`/g).map((code, index) => [code, each[index] ?? each[0]]);
  });
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(expected));
});

describe('docs/operations.md', () => {
  const operations = read('docs/operations.md');
  const sources = globSync(['apps/*/src/**/*.ts', 'packages/shared/src/**/*.ts'], { cwd: root });
  const code = sources.map(read).join('\n');

  test.each([
    ['log messages', rowsUnder(operations, '`msg`').flatMap(([cell = '']) => matches(cell, /`([^`]+)`/g))],
    ['metrics', matches(operations, /`(order_countdown_\w+)`/g)],
  ])('names only %s that exist in the code', (_, named) => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  test('explains every log message from level info up', () => {
    const logged = matches(code, /\blog(?:ger)?\.(?:info|warn|error)\((?:[^;]*?, )?'([^']+)'/g);
    expect(logged.length).toBeGreaterThan(20);
    expect(logged.filter((message) => !operations.includes(`\`${message}\``))).toEqual([]);
  });

  test("lists the worker's tasks with their intervals", () => {
    const tasks = read('apps/worker/src/main.ts').matchAll(/\{ name: '([\w ]+)', intervalMs: (\w+)/g);
    const inWords: Record<string, string> = {
      sweepIntervalMs: '`SWEEP_INTERVAL_MS`',
      '100': '100 ms',
      '1_000': '1 s',
      '10_000': '10 s',
      '30_000': '30 s',
      '3_600_000': '1 h',
    };
    const expected = [...tasks].map(([, name, interval = '']) => [`\`${name}\``, inWords[interval]]);
    expect(expected.length).toBeGreaterThan(3);
    expect(rowsUnder(operations, 'task').map(([name, every]) => [name, every])).toEqual(expected);
  });
});
