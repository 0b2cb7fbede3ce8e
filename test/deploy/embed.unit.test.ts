import { expect, test } from 'vitest';
import { matches, read, rowsUnder, unquoted } from '../support/documents.ts';

/** docs/embed.md, compared with the element. */

const sources = ['styles', 'dial', 'view', 'order-countdown'].map((name) =>
  read(`apps/web/src/element/${name}.ts`),
);
const source = sources.join('\n');
const document = read('docs/embed.md');
const columnUnder = (heading: string) => rowsUnder(document, heading).map(([name = '']) => unquoted(name));

test('every custom property is in its table, and no other', () => {
  const used = matches(source, /var\((--order-countdown-[\w-]+)/g);
  expect(new Set(columnUnder('property'))).toEqual(new Set(used));
});

test('every part and every attribute is named', () => {
  const parts = matches(source, / part="(\w+)/g);
  expect(parts.length).toBeGreaterThan(5);
  const named = matches(document, /`([\w-]+)`/g);
  for (const part of parts) expect(named).toContain(part);
  expect(columnUnder('attribute')).toEqual(expect.arrayContaining(matches(source, /attribute: '([\w-]+)'/g)));
});

test('every event is in its table, and no other', () => {
  const events = matches(read('packages/client/src/element.ts'), /'(order-\w+)': CustomEvent/g);
  expect(columnUnder('event')).toEqual(events);
});

test('what it shows is quoted', () => {
  const [english = ''] = matches(
    read('apps/web/src/element/words.ts'),
    /const english: Words = \{\n([^]*?)\n\};/g,
  );
  const phases = [
    'paying',
    'checking',
    'paid',
    'cancelled',
    'expired',
    'refused',
    'missing',
    'unset',
    'offline',
  ];
  for (const phase of phases) {
    const [words = 'nothing'] = matches(english, new RegExp(`^  ${phase}: '(.+)',$`, 'gm'));
    expect(document).toContain(`*${words}*`);
  }
});
