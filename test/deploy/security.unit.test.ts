import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { describe, expect, test } from 'vitest';
import { problems } from '../../apps/api/src/http/problems.ts';
import { matches, read, root, rowsUnder } from '../support/documents.ts';

/** docs/security.md, compared with the code and the tests that it names. */

const security = read('docs/security.md');
const limits = rowsUnder(security, 'limit');

describe('the OWASP API Security Top 10 in docs/security.md', () => {
  const risks = rowsUnder(security, 'risk').map(([risk = '', , tests = '']) => ({
    risk,
    tests: matches(tests, /`([^`]+)`/g),
  }));

  test('has each of the ten risks, in order', () => {
    const numbers = risks.map(({ risk }) => /^API(\d+) /.exec(risk)?.[1]);
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)));
  });

  test.each(risks)('$risk names tests that exist', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((file) => !file.endsWith('.test.ts') || !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('the limits in docs/security.md', () => {
  test('name only problems that exist', () => {
    const codes = limits.flatMap(([, , past = '']) =>
      matches(past, /4\d\d `(\w+)`|503 `(\w+)`/g).filter(Boolean),
    );
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !Object.hasOwn(problems, code))).toEqual([]);
  });

  test('state the defaults of the variables that set them', () => {
    const defaults = loadConfig({ DATABASE_URL: 'postgres://host/db', REDIS_URL: 'redis://host' });
    const stated = limits.flatMap(([, value = '']) => [...value.matchAll(/^`([A-Z_]+)`, ([\d,]+)/g)]);
    expect(stated.length).toBeGreaterThan(2);
    for (const [, name = '', value = ''] of stated) {
      expect([name, Number(value.replaceAll(',', ''))]).toEqual([
        name,
        defaults[name as keyof typeof defaults],
      ]);
    }
  });
});

test('SECURITY.md and README.md lead to docs/security.md', () => {
  for (const file of ['SECURITY.md', 'README.md']) expect(read(file)).toContain('](docs/security.md)');
});
