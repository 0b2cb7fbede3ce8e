import { describe, expect, test } from 'vitest';
import { loadConfig } from '../src/platform/config.ts';
import { messageOf, namedBy, urls } from './support/config-errors.ts';

describe('in production', () => {
  const secret = 'a secret of our own that is long enough';
  const production = {
    ...urls,
    NODE_ENV: 'production',
    APP_SECRET: secret,
    AUTH_JWT_SECRET: secret,
    OPERATOR_PASSWORD: 'long enough, too',
  };

  test('long secrets that are not the defaults are accepted', () => {
    expect(loadConfig(production)).toMatchObject({ APP_SECRET: secret, AUTH_JWT_SECRET: secret });
  });

  test.each([
    ['OPERATOR_PASSWORD', 'twelve chars'],
    ['VIEWER_PASSWORD', 'twelve chars'],
    ['APP_SECRET', 's'.repeat(32)],
    ['AUTH_JWT_SECRET', 's'.repeat(32)],
  ])('the shortest %s that is long enough is accepted', (name, value) => {
    expect(loadConfig({ ...production, [name]: value })).toMatchObject({ [name]: value });
  });

  test('webhooks may not reach private networks unless they are allowed to', () => {
    expect(loadConfig(production).WEBHOOK_ALLOW_PRIVATE_NETWORK).toBe(false);
    const allowing = { ...production, WEBHOOK_ALLOW_PRIVATE_NETWORK: 'true' };
    expect(loadConfig(allowing).WEBHOOK_ALLOW_PRIVATE_NETWORK).toBe(true);
  });

  test.each([
    ['OPERATOR_PASSWORD', 'is empty', ''],
    ['OPERATOR_PASSWORD', 'is the default', 'countdown'],
    ['OPERATOR_PASSWORD', 'is short', 'elevenchars'],
    ['OPERATOR_PASSWORD', 'is short but for spaces', ' elevenchars '],
    ['APP_SECRET', 'is empty', ''],
    ['APP_SECRET', 'is the default', loadConfig(urls).APP_SECRET],
    ['APP_SECRET', 'is short', 's'.repeat(31)],
    ['AUTH_JWT_SECRET', 'is empty and there is no key set', ''],
    ['AUTH_JWT_SECRET', 'is the default', loadConfig(urls).AUTH_JWT_SECRET ?? ''],
    ['AUTH_JWT_SECRET', 'is short', 's'.repeat(31)],
    ['APP_SECRET_PREVIOUS', 'is short', 's'.repeat(31)],
    ['APP_SECRET_PREVIOUS', 'is the default', loadConfig(urls).APP_SECRET],
    ['AUTH_JWT_SECRET_PREVIOUS', 'is short', 's'.repeat(31)],
  ])('%s is refused if it %s', (name, _, value) => {
    expect(namedBy({ ...production, [name]: value })).toEqual([name]);
  });

  test('the error says how long a secret must be', () => {
    expect(messageOf(() => loadConfig({ ...production, APP_SECRET: 'short' }))).toContain('32 characters');
  });

  test('a short AUTH_JWT_SECRET is refused beside a key set, too', () => {
    const env = { ...production, AUTH_JWT_SECRET: 'short', AUTH_JWKS_URL: 'https://login.example/jwks.json' };
    expect(namedBy(env)).toEqual(['AUTH_JWT_SECRET']);
  });

  test('one error names the missing secrets and the other wrong variables', () => {
    const missing = { OPERATOR_PASSWORD: '', APP_SECRET: '', AUTH_JWT_SECRET: '', PORT: 'x' };
    expect(new Set(namedBy({ ...production, ...missing }))).toEqual(new Set(Object.keys(missing)));
    const { APP_SECRET: _, ...without } = production;
    expect(namedBy(without)).toEqual(['APP_SECRET']);
  });

  test('with a key set there is no AUTH_JWT_SECRET, not even the default', () => {
    const env = { ...production, AUTH_JWT_SECRET: '', AUTH_JWKS_URL: 'https://login.example/jwks.json' };
    expect(loadConfig(env).AUTH_JWT_SECRET).toBeUndefined();
  });

  test('a short viewer’s password is refused', () => {
    expect(namedBy({ ...production, VIEWER_PASSWORD: 'viewer' })).toEqual(['VIEWER_PASSWORD']);
  });

  test('a METRICS_TOKEN needs 32 characters', () => {
    const token = 'm'.repeat(32);
    expect(loadConfig({ ...production, METRICS_TOKEN: token })).toMatchObject({ METRICS_TOKEN: token });
    expect(namedBy({ ...production, METRICS_TOKEN: token.slice(1) })).toEqual(['METRICS_TOKEN']);
  });

  test.each(['http://login.example/jwks.json', 'http://10.0.0.7/jwks.json', 'http://127.example/jwks.json'])(
    'the key set may not come from %s, where others could replace it on its way',
    (url) => {
      expect(messageOf(() => loadConfig({ ...production, AUTH_JWKS_URL: url }))).toContain(
        '  AUTH_JWKS_URL: must be an https:// URL',
      );
    },
  );

  test.each(['http://127.0.0.1:8080/jwks.json', 'http://localhost/jwks.json', 'http://[::1]/jwks.json'])(
    'the key set may come from this machine at %s, without TLS',
    (url) => {
      expect(loadConfig({ ...production, AUTH_JWKS_URL: url }).AUTH_JWKS_URL).toBe(url);
    },
  );
});
