import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { developmentSecrets, loadConfig } from '@order-countdown/shared/platform/config';
import {
  cancelReasonOf,
  decideCancel,
  decideExpire,
  decideExtend,
  decidePay,
  orderStatuses,
  type CancelReason,
  type OrderState,
  type Payment,
} from '@order-countdown/shared/order/order';
import { describe, expect, test } from 'vitest';

/** The documents, compared with the code and files that they describe. */

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

/** All matches of the pattern's first group. */
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const withoutBlocks = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '');
const unquoted = (cell: string) => cell.replace(/^`(.*)`$/, '$1');

/** The rows of every table whose first column has this header. */
function rowsUnder(text: string, header: string): string[][] {
  const tables = matches(text, new RegExp(`^\\| ${header} \\|.*\n\\|[-|]+\\|\n((?:\\|.*\n)+)`, 'gm'));
  const lines = tables.flatMap((table) => table.trimEnd().split('\n'));
  return lines.map((line) => line.split('|').slice(1, -1)).map((row) => row.map((cell) => cell.trim()));
}

/** The anchor that GitHub generates for a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
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
        looksLikePath.test(text) && !/^(application|text)\//.test(text) && !notInTheRepository.test(text),
    );
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the configuration in README.md', () => {
  const table = new Map(
    rowsUnder(read('README.md'), 'variable').map(([name = '', value = '']) => [unquoted(name), value]),
  );
  const schema = /^const variables = z\.object\(\{\n([^]*?)^\}\)/m.exec(
    read('packages/shared/src/platform/config.ts'),
  );
  const ofTheApps = matches(schema?.[1] ?? '', /^ {2}([A-Z_]+): /gm);
  const ofNpmStart = matches(read('packages/local-services/src/start/settings.ts'), /'(LOCAL_[A-Z_]+)'/g);
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

test('README.md lists every problem code with its status', () => {
  const source = read('apps/api/src/http/problem.ts');
  const problems = [...source.matchAll(/^ {2}(\w+): \[(\d{3}), /gm)].map(([, code, status]) => [
    code,
    status,
  ]);
  const documented = rowsUnder(read('README.md'), 'status').flatMap(([statuses = '', codes = '']) => {
    const each = statuses.split(', ');
    return matches(codes, /`(\w+)`/g).map((code, index) => [code, each[index] ?? each[0]]);
  });
  expect(problems).not.toEqual([]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(problems));
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
      '1_000': '1 s',
      '30_000': '30 s',
      '3_600_000': '1 h',
    };
    const expected = [...tasks].map(([, name, interval = '']) => [`\`${name}\``, inWords[interval]]);
    expect(expected.length).toBeGreaterThan(3);
    expect(rowsUnder(operations, 'task').map(([name, every]) => [name, every])).toEqual(expected);
  });
});

/** The outcome that a cell states for a payment: the first one, or the one after the condition that the payment meets. */
function outcomeOf(cell: string, state: OrderState, payment: Payment): string {
  const isOther: Record<string, boolean> = {
    'another amount': 'amount' in state && payment.amount !== null && payment.amount !== state.amount,
    'another reference':
      'paymentReference' in state &&
      payment.paymentReference !== null &&
      payment.paymentReference !== state.paymentReference,
  };
  const [otherwise = '', ...exceptions] = cell.split('<br>');
  const exception = exceptions.map((text) => text.split(': ')).find(([condition = '']) => isOther[condition]);
  return unquoted(exception?.[1] ?? otherwise);
}

describe('docs/order-lifecycle.md', () => {
  const lifecycle = read('docs/order-lifecycle.md');
  const amount = 12_900;
  const payments: Payment[] = [null, 'pay_1', 'pay_2'].flatMap((paymentReference) =>
    [null, amount, amount + 1].map((paid) => ({ paymentReference, amount: paid })),
  );

  /** The states that the first two cells of a row describe. */
  function statesOf(status: string, clock: string): OrderState[] {
    const reason = /^`cancelled`, reason `(\w+)`$/.exec(status)?.[1];
    if (reason) return [{ status: 'cancelled', cancelReason: reason as CancelReason }];
    if (status === '`paid`') {
      return [null, 'pay_1'].map((paymentReference) => ({ status: 'paid', paymentReference }));
    }
    const overdue = { 'before `expiresAt`': false, 'from `expiresAt` on': true }[clock];
    if (status !== '`pending`' || overdue === undefined) throw new Error(`not a state: ${status} ${clock}`);
    return [{ status: 'pending', overdue, amount }];
  }

  const cells = rowsUnder(lifecycle, 'status').flatMap(([status = '', clock = '', ...commands]) =>
    statesOf(status, clock).map((state) => ({ name: `${status} ${clock}`, state, commands })),
  );

  test('covers every state', () => {
    const stated = cells.map(({ state }) => JSON.stringify(state));
    const all: OrderState[] = [
      ...[false, true].map((overdue) => ({ status: 'pending' as const, overdue, amount })),
      ...[null, 'pay_1'].map((paymentReference) => ({ status: 'paid' as const, paymentReference })),
      ...(['expired', 'customer', 'backend'] as const).map((cancelReason) => ({
        status: 'cancelled' as const,
        cancelReason,
      })),
    ];
    expect(stated.toSorted()).toEqual(all.map((state) => JSON.stringify(state)).toSorted());
  });

  test.each(cells)('states what pay does when the order is $name', ({ state, commands: [cell = ''] }) => {
    expect(payments.map((payment) => outcomeOf(cell, state, payment))).toEqual(
      payments.map((payment) => decidePay(state, payment)),
    );
  });

  test.each(cells)(
    'states what cancel does when the order is $name',
    ({ state, commands: [, cell = ''] }) => {
      const [outcome = '', why] = cell.split(', for ');
      expect(unquoted(outcome)).toBe(decideCancel(state));
      expect(why !== undefined).toBe(outcome === '`cancelled`');
      if (state.status !== 'pending') return;
      for (const by of ['customer', 'backend'] as const) {
        const reason = why === "the caller's reason" ? by : /^the reason `(\w+)`$/.exec(why ?? '')?.[1];
        expect(reason).toBe(cancelReasonOf(state.overdue, by));
      }
    },
  );

  test.each(cells)(
    'states what expire does when the order is $name',
    ({ state, commands: [, , cell = ''] }) => {
      expect(unquoted(cell)).toBe(decideExpire(state));
    },
  );

  test.each(cells)(
    'states what extend does when the order is $name',
    ({ state, commands: [, , , cell = ''] }) => {
      const [fitting = '', tooLong = fitting] = cell.split('<br>past 30 days: ');
      expect(unquoted(fitting)).toBe(decideExtend(state, true));
      expect(unquoted(tooLong)).toBe(decideExtend(state, false));
    },
  );

  test('draws the transitions that the rules allow, and no other', () => {
    const endings: Record<string, string> = {
      paid: 'paid',
      cancelled: 'cancelled',
      expired: 'cancelled',
      extended: 'pending',
    };
    const allowed = cells.flatMap(({ state }) => [
      ...payments.map((payment) => ['pay', state.status, endings[decidePay(state, payment)]]),
      ['cancel', state.status, endings[decideCancel(state)]],
      ['expire', state.status, endings[decideExpire(state)]],
      ['extend', state.status, endings[decideExtend(state, true)]],
    ]);
    const changes = allowed
      .filter(([, , to]) => to !== undefined)
      .map(([by, from, to]) => `${by}: ${from} ${to}`);
    const drawn = [...lifecycle.matchAll(/^ +(\w+) --> (\w+) : (\w+)/gm)].map(
      ([, from, to, by]) => `${by}: ${from} ${to}`,
    );
    expect(new Set(drawn)).toEqual(new Set(changes));
    const finals = matches(lifecycle, /^ +(\w+) --> \[\*\]/gm);
    expect(finals).toEqual(
      orderStatuses.filter((status) => !changes.some((one) => one.includes(`: ${status} `))),
    );
  });
});
