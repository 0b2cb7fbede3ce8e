import { expect, test } from 'vitest';
import { directUrlOf, loadAuthConfig, loadMigrationConfig } from '../src/platform/config.ts';
import { messageOf, namedBy, urls } from './support/config-errors.ts';

test('migrations need DATABASE_URL alone, also in production', () => {
  const { DATABASE_URL } = urls;
  const env = { NODE_ENV: 'production', DATABASE_URL, LOG_LEVEL: 'warn' };
  expect(loadMigrationConfig(env)).toEqual({ DATABASE_URL, LOG_LEVEL: 'warn' });
  expect(messageOf(() => loadMigrationConfig({}))).toContain('DATABASE_URL: is not set');
  const direct = { ...env, DATABASE_DIRECT_URL: 'postgres://primary/orders' };
  expect(directUrlOf(loadMigrationConfig(direct))).toBe('postgres://primary/orders');
  expect(directUrlOf(loadMigrationConfig(env))).toBe(DATABASE_URL);
  expect(namedBy({ ...urls, DATABASE_DIRECT_URL: 'primary:5432' })).toEqual(['DATABASE_DIRECT_URL']);
});

test('making a token needs the variables of authentication alone', () => {
  const auth = { AUTH_JWT_SECRET: 'mine', AUTH_ISSUER: 'shop', AUTH_AUDIENCE: 'orders' };
  expect(loadAuthConfig({ ...auth, REDIS_URL: 'nonsense' })).toEqual(auth);
  expect(loadAuthConfig({ AUTH_JWKS_URL: 'https://login.example/jwks.json' })).toEqual({
    AUTH_JWKS_URL: 'https://login.example/jwks.json',
  });
  expect(loadAuthConfig({ LOCAL_DATA_DIR: '/nowhere' })).toEqual({
    AUTH_JWT_SECRET: 'development only: signs bearer tokens',
  });
});
