import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeOperations } from '../generate/describe.ts';
import { apiDocument } from '../generate/document.ts';
import { generate } from '../generate/generate.ts';
import { createOrderCountdown } from '../src/client.ts';
import { operations } from '../src/operations.ts';
import { isRepeatable } from '../src/repeatable.ts';

const described = describeOperations(apiDocument());

test('the types and methods are those of the API: if not, run npm run openapi', async () => {
  for (const [file, content] of await generate()) expect(readFileSync(file, 'utf8')).toBe(content);
});

test('every operation of the API has a method', () => {
  expect(described.length).toBeGreaterThan(20);
  const client = createOrderCountdown({ baseUrl: 'http://127.0.0.1' });
  const missing = described.filter(({ id }) => typeof client[id as keyof typeof client] !== 'function');
  expect(missing.map(({ id }) => id)).toEqual([]);
});

test('every operation can be sent again after a lost answer: by its key, or see repeatable.ts', () => {
  const unrepeatable = Object.entries(operations).filter(([id, operation]) => !isRepeatable(id, operation));
  expect(unrepeatable.map(([id]) => id)).toEqual([]);
});

test('README.md has a table of the methods, with what they take', () => {
  const source = readFileSync(new URL('../src/operations.ts', import.meta.url), 'utf8');
  const methods = [...source.matchAll(/^ {3}\* (.+)\.\n(?: {3}\*.*\n)* {3}\*\/\n {2}(\w+)\(([^)]*)\): /gm)];
  const rows = methods.map(([, summary, id = '', parameters = '']) => {
    const names = [...parameters.matchAll(/(\w+\??): /g)].map(([, name]) => name);
    const taken = names.filter((name) => name !== 'options?').join(', ');
    return `| \`${id}(${taken})\` | ${summary} | ${parameters.includes('KeyedCallOptions') ? 'yes' : ''} |`;
  });
  expect(rows).toHaveLength(described.length);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(`|---|---|---|\n${rows.join('\n')}\n`);
});
