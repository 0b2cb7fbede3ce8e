import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig, loadExtendedConfig } from '../src/platform/config.ts';
import { messageOf, namedBy, urls } from './support/config-errors.ts';

test('every variable except the two URLs has its documented default', () => {
  const ofTraces = Object.entries(loadConfig(urls)).filter(([name]) => name.startsWith('OTEL_'));
  expect(loadConfig(urls)).toEqual({
    ...urls,
    ...Object.fromEntries(ofTraces),
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    DATABASE_PREPARE: true,
    HOST: '127.0.0.1',
    ALLOWED_HOSTS: [],
    PORT: 3_000,
    WORKER_PORT: 3_001,
    PAYMENT_WINDOW_SECONDS: 1_800,
    REMINDER_LEAD_SECONDS: 300,
    PAYMENT_HOLD_SECONDS: 120,
    MAX_REFUSED_PAYMENTS: 100,
    SWEEP_INTERVAL_MS: 1_000,
    ALARM_SHARDS: 1,
    EXPIRY_CONCURRENCY: 300,
    API_PROCESSES: 1,
    SHUTDOWN_DELAY_MS: 0,
    AUTH_JWT_SECRET: 'development only: signs bearer tokens',
    APP_SECRET: 'development only: signs view tokens and sessions',
    OPERATOR_USERNAME: 'operator',
    OPERATOR_PASSWORD: 'countdown',
    VIEWER_USERNAME: 'viewer',
    RATE_LIMIT_PER_MINUTE: 600,
    MAX_STREAMS_PER_ADDRESS: 1_000,
    MAX_CONNECTIONS: 12_000,
    MAX_CONNECTIONS_PER_ADDRESS: 1_000,
    TRUST_PROXY: false,
    HSTS_INCLUDE_SUBDOMAINS: false,
    CORS_ORIGINS: [],
    WEBHOOK_ALLOWED_PORTS: [],
    WEBHOOK_ALLOW_PRIVATE_NETWORK: true,
  });
});

test.each([
  ['NODE_ENV', 'test', 'test'],
  ['NODE_ENV', 'development', 'development'],
  ['LOG_LEVEL', 'info', 'info'],
  ['HOST', '127.0.0.2', '127.0.0.2'],
  ['ALLOWED_HOSTS', 'Orders.example, shop.test', ['orders.example', 'shop.test']],
  ['LOG_LEVEL', 'trace', 'trace'],
  ['LOG_LEVEL', 'debug', 'debug'],
  ['LOG_LEVEL', 'warn', 'warn'],
  ['LOG_LEVEL', 'error', 'error'],
  ['LOG_LEVEL', 'fatal', 'fatal'],
  ['LOG_LEVEL', 'silent', 'silent'],
  ['DATABASE_URL', 'postgresql://localhost/orders', 'postgresql://localhost/orders'],
  ['REDIS_URL', 'rediss://localhost', 'rediss://localhost'],
  ['REDIS_URL', 'none', 'none'],
  ['AUTH_JWKS_URL', 'http://login.example/jwks.json', 'http://login.example/jwks.json'],
  ['CORS_ORIGINS', 'https://a.example', ['https://a.example']],
  ['CORS_ORIGINS', 'https://a.example, https://b.example', ['https://a.example', 'https://b.example']],
  ['API_PROCESSES', '10', 10],
  ['API_PROCESSES', 'auto', Math.min(10, availableParallelism())],
  ['TRUST_PROXY', 'false', false],
  ['TRUST_PROXY', '2', 2],
  ['TRUST_PROXY', '12', 12],
  ['TRUST_PROXY', '10.0.0.0/8', '10.0.0.0/8'],
  ['TRUST_PROXY', 'loopback', 'loopback'],
  ['TRUST_PROXY', 'fd00::1', 'fd00::1'],
  ['TRUST_PROXY', '::ffff:10', '::ffff:10'],
  ['TRUST_PROXY', 'loopback, 10.0.0.0/255.0.0.0, 192.0.2.1', 'loopback, 10.0.0.0/255.0.0.0, 192.0.2.1'],
  ['OPERATOR_TOTP_SECRET', 'jbsw y3dp ehpk 3pxp====', 'JBSWY3DPEHPK3PXP'],
  ['HSTS_INCLUDE_SUBDOMAINS', 'true', true],
  ['HSTS_INCLUDE_SUBDOMAINS', 'false', false],
  ['WEBHOOK_ALLOWED_PORTS', '443', [443]],
  ['WEBHOOK_ALLOWED_PORTS', '443, 8443', [443, 8_443]],
  ['WEBHOOK_ALLOW_PRIVATE_NETWORK', 'true', true],
  ['WEBHOOK_ALLOW_PRIVATE_NETWORK', 'false', false],
])('%s=%s is read as %j', (name, text, value) => {
  expect(loadConfig({ ...urls, [name]: text })).toMatchObject({ [name]: value });
});

test('numbers are parsed from text', () => {
  const config = loadConfig({
    ...urls,
    PORT: '8080',
    PAYMENT_WINDOW_SECONDS: '60',
    SWEEP_INTERVAL_MS: '250',
  });
  expect(config).toMatchObject({ PORT: 8_080, PAYMENT_WINDOW_SECONDS: 60, SWEEP_INTERVAL_MS: 250 });
});

test('an empty variable counts as not set', () => {
  const empty = { PORT: '', PAYMENT_WINDOW_SECONDS: '', OPERATOR_PASSWORD: '', LOG_LEVEL: '' };
  expect(loadConfig({ ...urls, ...empty })).toEqual(loadConfig(urls));
  expect(namedBy({ DATABASE_URL: '', REDIS_URL: '' })).toEqual(['DATABASE_URL', 'REDIS_URL']);
});

test('the error tells a missing variable from a wrong one', () => {
  const message = messageOf(() => loadConfig({ DATABASE_URL: 'mysql://localhost/orders' }));
  expect(message).toContain('  DATABASE_URL: must be a postgres:// URL');
  expect(message).toContain('  REDIS_URL: is not set: must be a redis:// URL');
  const wrongKeys = messageOf(() => loadConfig({ ...urls, AUTH_JWKS_URL: 'jwks.json' }));
  expect(wrongKeys).toContain('  AUTH_JWKS_URL: must be an http:// or https:// URL');
});

test('the error describes wrong values in the words of the API', () => {
  const message = messageOf(() =>
    loadConfig({ ...urls, LOG_LEVEL: 'loud', PORT: '65536', EXPIRY_CONCURRENCY: 'x' }),
  );
  expect(message).toBe(`Invalid configuration:
  LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent
  PORT: must be at most 65535
  EXPIRY_CONCURRENCY: must be a whole number in decimal digits`);
});

test('variables of the caller’s own are checked with the others', () => {
  const own = {
    LOCAL_PORT: z.coerce.number().min(1).default(5),
    PORT: z.coerce.number().min(1).default(3_000),
  };
  expect(loadExtendedConfig(own, urls)).toEqual({ ...loadConfig(urls), LOCAL_PORT: 5 });
  const wrong = { ...urls, LOCAL_PORT: '0', PORT: '0', LOG_LEVEL: 'loud' };
  const message = messageOf(() => loadExtendedConfig(own, wrong));
  expect(message.match(/^ {2}[A-Z_]+(?=:)/gm)).toEqual(['  LOG_LEVEL', '  PORT', '  LOCAL_PORT']);
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
  AUTH_JWKS_URL: 'ftp://login.example/jwks.json',
  WEBHOOK_ALLOW_PRIVATE_NETWORK: 'yes',
};

test('one error names every wrong variable', () => {
  expect(() => loadConfig(wrong)).toThrow(expect.objectContaining({ name: 'ConfigError' }));
  expect(namedBy(wrong)).toEqual(Object.keys(wrong));
});

test.each(Object.entries(wrong))('with a wrong %s (%s) the error names no other variable', (name, value) => {
  expect(namedBy({ ...urls, [name]: value })).toEqual([name]);
});

test.each([
  ['PORT', '-1'],
  ['PAYMENT_WINDOW_SECONDS', '0'],
  ['PAYMENT_WINDOW_SECONDS', '-60'],
  ['SWEEP_INTERVAL_MS', '3600001'],
  ['MAX_REFUSED_PAYMENTS', '0'],
  ['IDEMPOTENCY_KEY_HOURS', '0'],
  ['IDEMPOTENCY_KEY_HOURS', '876001'],
  ['RETENTION_DAYS', '37'],
  ['RETENTION_DAYS', '0'],
  ['RETENTION_DAYS', '36501'],
  ['RETENTION_DAYS', '90d'],
  ['PAYMENT_HOLD_SECONDS', '-1'],
  ['PAYMENT_HOLD_SECONDS', '86401'],
  ['MAX_REFUSED_PAYMENTS', '1001'],
  ['EXPIRY_CONCURRENCY', '0'],
  ['EXPIRY_CONCURRENCY', '5001'],
  ['API_PROCESSES', '0'],
  ['API_PROCESSES', '11'],
  ['API_PROCESSES', 'automatic'],
  ['SHUTDOWN_DELAY_MS', '-1'],
  ['SHUTDOWN_DELAY_MS', '3001'],
  ['REMINDER_LEAD_SECONDS', '2592001'],
  ['RATE_LIMIT_PER_MINUTE', '0'],
  ['MAX_STREAMS_PER_ADDRESS', '0'],
  ['MAX_CONNECTIONS', '0'],
  ['MAX_CONNECTIONS', '1.5'],
  ['MAX_CONNECTIONS_PER_ADDRESS', '-1'],
  ['MAX_CONNECTIONS_PER_ADDRESS', 'many'],
  ['DATABASE_URL', 'xpostgres://localhost/orders'],
  ['DATABASE_URL', 'postgresqlx://localhost/orders'],
  ['REDIS_URL', 'xredis://localhost'],
  ['REDIS_URL', 'None'],
  ['REDIS_URL', 'no'],
  ['REDIS_URL', 'redisx://localhost'],
  ['AUTH_JWKS_URL', 'xhttps://login.example/jwks.json'],
  ['AUTH_JWKS_URL', 'httpsx://login.example/jwks.json'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', 'TRUE'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', '0.0.0.0/0'],
  ['TRUST_PROXY', 'loopback, ::/0'],
  ['TRUST_PROXY', 'proxy.example'],
  ['OPERATOR_TOTP_SECRET', 'JBSWY3DPEHPK3PX'],
  ['OPERATOR_TOTP_SECRET', 'JBSWY3DPEHPK3PX1'],
  ['ALLOWED_HOSTS', 'orders.example:443'],
  ['ALLOWED_HOSTS', 'https://orders.example'],
  ['ALLOWED_HOSTS', 'orders.example,'],
  ['HSTS_INCLUDE_SUBDOMAINS', 'yes'],
  ['WEBHOOK_ALLOWED_PORTS', '443,'],
  ['WEBHOOK_ALLOWED_PORTS', '0'],
  ['WEBHOOK_ALLOWED_PORTS', '65536'],
  ['WEBHOOK_ALLOWED_PORTS', 'https'],
  ['WEBHOOK_ALLOW_PRIVATE_NETWORK', '1'],
])('%s can’t be %s', (name, value) => {
  expect(namedBy({ ...urls, [name]: value })).toEqual([name]);
});

test.each([
  ['PORT', '0'],
  ['PORT', '65535'],
  ['PAYMENT_WINDOW_SECONDS', '1'],
  ['PAYMENT_WINDOW_SECONDS', '2592000'],
  ['SWEEP_INTERVAL_MS', '100'],
  ['SWEEP_INTERVAL_MS', '3600000'],
  ['REMINDER_LEAD_SECONDS', '60'],
  ['MAX_REFUSED_PAYMENTS', '1'],
  ['MAX_REFUSED_PAYMENTS', '1000'],
  ['IDEMPOTENCY_KEY_HOURS', '1'],
  ['IDEMPOTENCY_KEY_HOURS', '876000'],
  ['RETENTION_DAYS', '38'],
  ['RETENTION_DAYS', '36500'],
  ['PAYMENT_HOLD_SECONDS', '0'],
  ['PAYMENT_HOLD_SECONDS', '86400'],
  ['EXPIRY_CONCURRENCY', '5000'],
  ['SHUTDOWN_DELAY_MS', '0'],
  ['SHUTDOWN_DELAY_MS', '3000'],
])('%s can be %s', (name, value) => {
  expect(loadConfig({ ...urls, [name]: value })).toMatchObject({ [name]: Number(value) });
});

test('outside production, too, a key set replaces the development secret', () => {
  const AUTH_JWKS_URL = 'https://login.example/jwks.json';
  expect(loadConfig({ ...urls, AUTH_JWKS_URL }).AUTH_JWT_SECRET).toBeUndefined();
  expect(loadConfig({ ...urls, AUTH_JWKS_URL, AUTH_JWT_SECRET: 'mine' }).AUTH_JWT_SECRET).toBe('mine');
  expect(loadConfig({ ...urls, AUTH_JWT_SECRET: 'mine' }).AUTH_JWT_SECRET).toBe('mine');
});
