import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../src/platform/redact.ts';

describe('secrets in the log', () => {
  test.each([
    ['a URL in a message', { err: { message: 'no answer from postgres://shop:hunter2@db:5432/orders' } }],
    ['a URL without a user', { msg: 'redis://:hunter2@cache:6379' }],
    ['a URL in a stack, twice', { stack: 'a\n at postgres://u:hunter2@h/x\n at redis://:hunter2@h' }],
    ['a header', { headers: { authorization: 'Bearer hunter2' } }],
    ['a header of another case', { req: { headers: { Cookie: 'sid=hunter2; a="hunter2"' } } }],
    ['cookies that are set', { 'set-cookie': ['sid=hunter2; HttpOnly', 'b=hunter2'] }],
    ['a member of that name', { config: { OPERATOR_PASSWORD: 'hunter2', APP_SECRET: 'hunter2' } }],
    ['a value with quotes in it', { password: 'a"hunter2\\"hunter2' }],
    ['a token in an address', { url: '/v1/orders/ord_1/stream?a=1&token=hunter2&b=2' }],
    ['a JSON Web Token', { msg: 'got eyJhbG.hunter2.hunter2 again' }],
    ['a JSON Web Token after a hyphen', { path: '/v1/a-b-eyJhbG-eyJ.hunter2.hunter2' }],
    ['a JSON Web Token in a row of names', { msg: 'www.eyJhbG.hunter2.hunter2' }],
    ['an array in a list of secrets', { tokens: 1, secret: ['a[0]', 'hunter2]'] }],
    ['a password with an @ in it', { msg: 'postgres://shop:hunter2@hunter2@db' }],
    ['a token in a sentence', { msg: 'got Authorization: Bearer hunter2 and Basic hunter2' }],
  ])('a secret in %s is struck out', (_what, entry) => {
    const line = withoutSecrets(JSON.stringify(entry));
    expect(line).not.toContain('hunter2');
    expect(line).toContain('[redacted]');
    expect(Object.keys(JSON.parse(line) as object)).toEqual(Object.keys(entry));
  });

  test('a line without secrets stays as it is', () => {
    const entry = {
      msg: 'listening',
      address: 'http://127.0.0.1:3000/docs?limit=5',
      token_count: 3,
      path: '/a@b',
    };
    expect(withoutSecrets(JSON.stringify(entry))).toBe(JSON.stringify(entry));
  });
});

/** Milliseconds of CPU that redacting a text takes: the least of a few tries, which other work disturbs least. */
function cpuMsOf(text: string): number {
  const tries = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    withoutSecrets(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...tries);
}

const repeated = (part: string, length: number) => part.repeat(length / part.length);

/** Each makes a careless pattern begin anew, and scan on, at every part. */
const costly: [what: string, textOf: (length: number) => string][] = [
  ...[
    'eyJ',
    '-eyJ',
    '-eyJa.',
    'a.eyJ',
    'eyJa.b-',
    '://',
    '://a',
    '://a:',
    '@://a:',
    'postgres://u:p@',
    '"',
    '"-a',
    'token',
    '"token',
    '"token":',
    '"token":"',
    '"token":[',
    '"token":["',
    '"token":["a",',
    '"cookie":[{',
    '"secret":"\\\\',
    '"proxy-authorization":"\\"',
    '?token=',
    'Bearer ',
    'Bearer',
    '.',
    '-',
    'a',
  ].map((part): [string, (length: number) => string] => [part, (length) => repeated(part, length)]),
  ['many @ after many URLs', (length) => repeated('://a:', length / 2) + repeated('@', length / 2)],
  ['an @ before many URLs', (length) => `@${repeated('://a:', length)}`],
  ['dots after many tokens', (length) => `${repeated('-eyJ', length)}.a.`],
  ['dots after one long name', (length) => `${repeated('-', length)}.a.`],
  ['an open list of strings', (length) => `"token":[${repeated('"a",', length)}`],
  ['an open string', (length) => `"token":"${repeated('a', length)}`],
  ['a member of a long name', (length) => `"${repeated('token', length)}":`],
];

test.each(costly)(
  'redacting four times as much of %s takes no more than about four times the work',
  (_what, textOf) => {
    const [some, more] = [16_000, 64_000].map((length) => cpuMsOf(textOf(length))) as [number, number];
    // Quadratic work would be sixteen times as much. What takes less than a millisecond can't be compared.
    expect(more).toBeLessThan(8 * Math.max(some, 1));
  },
);
