import { expect, test } from 'vitest';
import { banner } from '../src/start/banner.ts';

const facts = {
  hasRedis: true,
  apiUrl: 'http://127.0.0.1:3000',
  operatorUsername: 'operator',
  operatorPassword: 'a password',
  token: 'a token',
  dataDir: '.data',
  isColourful: false,
};

test('the banner begins with the shop to try, where there is one', () => {
  const urlsOf = (text: string) => text.match(/http:\S+/g) ?? [];
  expect(urlsOf(banner({ ...facts, hasShop: true }))[0]).toBe('http://127.0.0.1:3000/');
  expect(urlsOf(banner({ ...facts, hasShop: false }))[0]).toBe('http://127.0.0.1:3000');
});

test('the banner says so where Postgres holds the queues', () => {
  const textOf = (hasRedis: boolean) => banner({ ...facts, hasShop: true, hasRedis });
  expect(textOf(false)).toContain('Queues      in Postgres');
  expect(textOf(true)).not.toContain('in Postgres');
});
