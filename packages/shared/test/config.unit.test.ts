import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, loadMigrationConfig } from '../src/platform/config.ts';

const urls = { DATABASE_URL: 'postgres://localhost/orders', REDIS_URL: 'redis://localhost:6379' };

function messageOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

/** The variables that the error names, one on each line after the first. */
const namedBy = (env: Record<string, string>) =>
  [...messageOf(() => loadConfig(env)).matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);

test('where nothing else is set, the defaults are those of the design', () => {
  expect(loadConfig(urls)).toMatchObject({
    PAYMENT_WINDOW_SECONDS: 1_800,
    SWEEP_INTERVAL_MS: 1_000,
    EXPIRY_CONCURRENCY: 300,
    PORT: 3_000,
    WORKER_PORT: 3_001,
    HOST: '127.0.0.1',
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
  });
});

test('numbers are read as numbers', () => {
  const config = loadConfig({
    ...urls,
    PORT: '8080',
    PAYMENT_WINDOW_SECONDS: '60',
    SWEEP_INTERVAL_MS: '250',
  });
  expect(config).toMatchObject({ PORT: 8_080, PAYMENT_WINDOW_SECONDS: 60, SWEEP_INTERVAL_MS: 250 });
});

test('a variable set to nothing counts as unset', () => {
  const empty = { PORT: '', PAYMENT_WINDOW_SECONDS: '', OPERATOR_PASSWORD: '', LOG_LEVEL: '' };
  expect(loadConfig({ ...urls, ...empty })).toEqual(loadConfig(urls));
  expect(namedBy({ DATABASE_URL: '', REDIS_URL: '' })).toEqual(['DATABASE_URL', 'REDIS_URL']);
});

test('a missing variable is called not set, a wrong one is not', () => {
  const message = messageOf(() => loadConfig({ DATABASE_URL: 'mysql://localhost/orders' }));
  expect(message).toContain('  DATABASE_URL: must be a postgres:// URL');
  expect(message).toContain('  REDIS_URL: is not set');
});

const wrong = {
  NODE_ENV: 'prod',
  LOG_LEVEL: 'loud',
  DATABASE_URL: 'localhost:5432',
  REDIS_URL: 'http://localhost',
  PORT: '65536',
  WORKER_PORT: 'three',
  PAYMENT_WINDOW_SECONDS: '2592001',
  SWEEP_INTERVAL_MS: '99',
  EXPIRY_CONCURRENCY: '1.5',
};

test('every wrong variable is named in one error', () => {
  expect(namedBy(wrong)).toEqual(Object.keys(wrong));
});

test.each(Object.entries(wrong))('a wrong %s (%s) is named alone', (name, value) => {
  expect(namedBy({ ...urls, [name]: value })).toEqual([name]);
});

test.each([
  ['PORT', '-1'],
  ['PAYMENT_WINDOW_SECONDS', '0'],
  ['PAYMENT_WINDOW_SECONDS', '-60'],
  ['SWEEP_INTERVAL_MS', '3600001'],
  ['EXPIRY_CONCURRENCY', '0'],
])('%s can’t be %s', (name, value) => {
  expect(namedBy({ ...urls, [name]: value })).toEqual([name]);
});

test.each([
  ['PORT', '0'],
  ['PORT', '65535'],
  ['PAYMENT_WINDOW_SECONDS', '1'],
  ['PAYMENT_WINDOW_SECONDS', '2592000'],
  ['SWEEP_INTERVAL_MS', '100'],
])('%s can be %s', (name, value) => {
  expect(loadConfig({ ...urls, [name]: value })).toMatchObject({ [name]: Number(value) });
});

describe('in production', () => {
  const secret = 'a secret of our own that is long enough';
  const production = {
    ...urls,
    NODE_ENV: 'production',
    APP_SECRET: secret,
    AUTH_JWT_SECRET: secret,
    OPERATOR_PASSWORD: 'long enough, too',
  };

  test('secrets of one’s own are accepted', () => {
    expect(() => loadConfig(production)).not.toThrow();
  });

  test.each([
    ['OPERATOR_PASSWORD', 'is empty', ''],
    ['OPERATOR_PASSWORD', 'is the default', 'countdown'],
    ['OPERATOR_PASSWORD', 'is short', 'elevenchars'],
    ['APP_SECRET', 'is empty', ''],
    ['APP_SECRET', 'is the default', loadConfig(urls).APP_SECRET],
    ['APP_SECRET', 'is short', 's'.repeat(31)],
    ['AUTH_JWT_SECRET', 'is empty and there is no key set', ''],
    ['AUTH_JWT_SECRET', 'is the default', loadConfig(urls).AUTH_JWT_SECRET ?? ''],
    ['AUTH_JWT_SECRET', 'is short', 's'.repeat(31)],
  ])('%s is refused when it %s', (name, _, value) => {
    expect(namedBy({ ...production, [name]: value })).toEqual([name]);
  });

  test('secrets that are not set are named at once, beside everything else that is wrong', () => {
    const missing = { OPERATOR_PASSWORD: '', APP_SECRET: '', AUTH_JWT_SECRET: '', PORT: 'x' };
    expect(new Set(namedBy({ ...production, ...missing }))).toEqual(new Set(Object.keys(missing)));
  });

  test('a key set takes the place of the secret, and the development secret does not come back', () => {
    const env = { ...production, AUTH_JWT_SECRET: '', AUTH_JWKS_URL: 'https://login.example/jwks.json' };
    expect(loadConfig(env).AUTH_JWT_SECRET).toBeUndefined();
  });

  test('a viewer’s password must be as long as the operator’s', () => {
    expect(namedBy({ ...production, VIEWER_PASSWORD: 'viewer' })).toEqual(['VIEWER_PASSWORD']);
  });
});

test('a migration asks for the database alone', () => {
  const { DATABASE_URL } = urls;
  expect(loadMigrationConfig({ NODE_ENV: 'production', DATABASE_URL })).toMatchObject({ DATABASE_URL });
  expect(messageOf(() => loadMigrationConfig({}))).toContain('DATABASE_URL: is not set');
});
