import { expect, test } from 'vitest';
import { developmentSecrets, loadConfig } from '../src/platform/config.ts';
import { messageOf, namedBy, urls } from './support/config-errors.ts';

const ours = { APP_SECRET: 'ours', AUTH_JWT_SECRET: 'ours, too', OPERATOR_PASSWORD: 'ours as well' };
const names = ['AUTH_JWT_SECRET', 'APP_SECRET', 'OPERATOR_PASSWORD'];

test.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost', '::ffff:127.0.0.1'])(
  'the development secrets are good enough for a listener on %s',
  (HOST) => {
    expect(loadConfig({ ...urls, HOST })).toMatchObject(developmentSecrets);
  },
);

test.each(['0.0.0.0', '::', '10.0.0.7', '192.0.2.1', 'orders.example', '127.example'])(
  'a listener on %s refuses the development secrets, unset or set, in every mode',
  (HOST) => {
    for (const NODE_ENV of ['development', 'test', 'production']) {
      expect(new Set(namedBy({ ...urls, NODE_ENV, HOST }))).toEqual(new Set(names));
      expect(new Set(namedBy({ ...urls, ...developmentSecrets, NODE_ENV, HOST }))).toEqual(new Set(names));
    }
  },
);

test('a listener that others can reach accepts secrets of our own', () => {
  expect(loadConfig({ ...urls, ...ours, HOST: '0.0.0.0' })).toMatchObject(ours);
});

test.each([
  ['AUTH_JWT_SECRET', developmentSecrets.APP_SECRET],
  ['APP_SECRET', developmentSecrets.AUTH_JWT_SECRET],
  ['VIEWER_PASSWORD', developmentSecrets.OPERATOR_PASSWORD],
  ['METRICS_TOKEN', developmentSecrets.APP_SECRET],
])('a listener that others can reach refuses a known secret as %s, and says why', (name, value) => {
  const env = { ...urls, ...ours, HOST: '0.0.0.0', [name]: value };
  expect(namedBy(env)).toEqual([name]);
  expect(messageOf(() => loadConfig(env))).toContain('HOST is not a loopback address');
});

test('beside a key set no AUTH_JWT_SECRET is needed, but a known one is refused', () => {
  const AUTH_JWKS_URL = 'https://login.example/jwks.json';
  const { AUTH_JWT_SECRET: _, ...others } = ours;
  const env = { ...urls, ...others, HOST: '0.0.0.0', AUTH_JWKS_URL };
  expect(loadConfig(env).AUTH_JWT_SECRET).toBeUndefined();
  const { AUTH_JWT_SECRET } = developmentSecrets;
  expect(namedBy({ ...env, AUTH_JWT_SECRET })).toEqual(['AUTH_JWT_SECRET']);
});
