import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createOrderCountdown } from '../src/client.ts';
import type { OrderCountdownOptions } from '../src/options.ts';

const baseUrl = 'http://127.0.0.1:9';

describe('options that are not valid are refused by name', () => {
  test.each<[string, object]>([
    ['baseUrl', { baseUrl: 'orders.example' }],
    ['baseUrl', { baseUrl: 'ftp://orders.example' }],
    ['baseUrl', {}],
    ['token', { baseUrl, token: '' }],
    ['token', { baseUrl, token: 5 }],
    ['timeoutMs', { baseUrl, timeoutMs: 0 }],
    ['timeoutMs', { baseUrl, timeoutMs: Infinity }],
    ['maxRetries', { baseUrl, maxRetries: -1 }],
    ['maxRetries', { baseUrl, maxRetries: 11 }],
  ])('%s: %j', (name, options) => {
    expect(() => createOrderCountdown(options as OrderCountdownOptions)).toThrow(new RegExp(`^${name} must`));
  });
});

test.each(['', '.', '..', 'a/b', 'a?b', undefined])(
  'the id %j is refused, and nothing is sent',
  async (id) => {
    const client = createOrderCountdown({ baseUrl, fetch: () => Promise.reject(new Error('sent')) });
    await expect(client.getOrder(id as string)).rejects.toThrow(/^getOrder: id must be an id/);
    expect(() => client.watchOrder(id as string)).toThrow(/^streamOrder: id must be an id/);
  },
);

test('the license is that of the whole project', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  expect(read('../LICENSE')).toBe(read('../../../LICENSE'));
});
