import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { developmentSecrets, loadConfig } from '@order-countdown/shared/platform/config';
import { describe, expect, test } from 'vitest';
import {
  composeText,
  environmentOf,
  filledIn,
  fitsSchema,
  interpolated,
  ownServices,
  parseCompose,
  service,
  services,
} from '../support/compose.ts';
import { read } from '../support/documents.ts';

const envExample = read('.env.example');
const documented = new Map(
  [...envExample.matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)].map(([, name = '', value]) => [name, value]),
);

describe('docker-compose.yml', () => {
  test('conforms to the schema of the Compose specification', () => {
    fitsSchema(parseCompose(composeText));
    expect(fitsSchema.errors).toBeNull();
  });

  test.each([
    ['a misspelt key', 'stop_grace_period:', 'stop_grace_time:'],
    ['an unknown condition', 'condition: service_healthy', 'condition: service_ready'],
    ['a number instead of a duration', 'interval: 10s', 'interval: 10'],
    ['an invalid volume name', '  redis-data:\n', '  redis data:\n'],
  ])('would violate the schema with %s', (_, right, wrong) => {
    expect(composeText).toContain(right);
    expect(fitsSchema(parseCompose(composeText.replaceAll(right, wrong)))).toBe(false);
  });

  test('requires exactly the variables that .env.example leaves empty', () => {
    const required = interpolated.filter(([, , operator]) => operator === '?').map(([, name]) => name);
    const leftOpen = [...envExample.matchAll(/^([A-Z_]+)=$/gm)].map(([, name]) => name);
    // AUTH_JWKS_URL can replace it, so only the app knows whether it is missing.
    const byCompose = leftOpen.filter((name) => name !== 'AUTH_JWT_SECRET');
    expect([new Set(required), Object.keys(filledIn)]).toEqual([new Set(byCompose), leftOpen]);
  });

  /** The API doesn't get them. */
  const others = ['POSTGRES_PASSWORD', 'POSTGRES_MIGRATION_PASSWORD'];
  const ofTheApi = Object.keys(filledIn).filter((name) => !others.includes(name));

  test.each(ofTheApi)('does not start the API if %s is empty', (missing) => {
    expect(() => loadConfig(environmentOf('api', { ...filledIn, [missing]: '' }))).toThrow(`${missing}: `);
  });

  test.each(['api', 'worker'])('gives the %s a valid configuration', (name) => {
    const env = environmentOf(name, { ...filledIn, HOST: '127.0.0.1', PORT: '80', LOG_LEVEL: 'warn' });
    const expected = { HOST: '0.0.0.0', PORT: 3000, WORKER_PORT: 3001, LOG_LEVEL: 'warn' };
    expect(loadConfig(env)).toMatchObject(expected);
    expect(env['PGPASSWORD']).toBe(filledIn['POSTGRES_APP_PASSWORD']);
    expect(env['REDIS_URL']).toBe('redis://:letters0digits@redis:6379');
  });

  test('gives the migration the database URL and no server secrets', () => {
    const names = Object.keys(environmentOf('migrate', filledIn));
    expect(new Set(names)).toEqual(new Set(['DATABASE_URL', 'PGPASSWORD', 'NODE_ENV']));
  });

  test('passes every setting on to the API and the worker', () => {
    const { NODE_ENV: _, ...settings } = loadConfig(environmentOf('api', filledIn));
    expect(Object.keys(service('api').environment)).toEqual(expect.arrayContaining(Object.keys(settings)));
    expect(service('worker').environment).toEqual(service('api').environment);
  });

  test('starts each service after the services that it needs', () => {
    const needs = {
      postgres: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
      redis: { condition: 'service_started' },
    };
    expect(service('migrate').depends_on).toEqual({ postgres: needs.postgres });
    expect([service('api').depends_on, service('worker').depends_on]).toEqual([needs, needs]);
    expect(service('migrate').restart).toBe('no');
  });

  test.each(['postgres', 'redis', 'api', 'worker'])(
    'has a health check and a restart policy for the %s',
    (name) => {
      expect(service(name).healthcheck?.test[0]).toBe('CMD');
      expect(service(name).restart).toBe('unless-stopped');
    },
  );

  test.each([
    ['api', 3000],
    ['worker', 3001],
  ])('considers the %s healthy if /health/ready on port %i says so', async (name, port) => {
    let status = 200;
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/health/ready' ? status : 404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [, , ...command] = service(name).healthcheck?.test ?? [];
    const args = command.map((part) => part.replace(`127.0.0.1:${port}`, address));
    const check = async () => (await once(execFile(process.execPath, args), 'exit'))[0] as number;

    expect(await check()).toBe(0);
    status = 503;
    expect(await check()).toBe(1);
    server.close();
    expect(await check()).toBe(1);
  });

  test('publishes only the API, and only to this machine', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port}`),
    );
    expect(published).toEqual(['api ${PUBLISH_ADDRESS:-127.0.0.1}:${PORT:-3000}:3000']);
  });

  const redisPassword = '${REDIS_PASSWORD:?set it in .env, see .env.example}';

  test('gives no container the role of the superuser, and each role its own password', () => {
    const userOf = (name: string) => new URL(environmentOf(name, filledIn)['DATABASE_URL'] ?? '').username;
    expect(ownServices.map(userOf)).toEqual([
      'order_countdown_migration',
      'order_countdown_app',
      'order_countdown_app',
    ]);
    const passwords = ownServices.map((name) => environmentOf(name, filledIn)['PGPASSWORD']);
    expect(passwords).not.toContain(filledIn['POSTGRES_PASSWORD']);
    expect(new Set(passwords).size).toBe(2);
    const scripts = service('postgres').volumes?.filter((volume) => volume.includes('initdb.d')) ?? [];
    expect(scripts.map((volume) => volume.split(':')[0])).toEqual([
      './deploy/postgres/roles.sql',
      './deploy/postgres/passwords.sql',
    ]);
    for (const name of ['POSTGRES_MIGRATION_PASSWORD', 'POSTGRES_APP_PASSWORD']) {
      expect(environmentOf('postgres', filledIn)[name]).toBe(filledIn[name]);
      expect(read('deploy/postgres/passwords.sql')).toContain(name);
    }
  });

  test.each(['postgres', 'redis', ...ownServices])('limits memory, processes and files of the %s', (name) => {
    const { mem_limit, pids_limit, ulimits } = service(name);
    expect(mem_limit).toMatch(/^\dg$/);
    expect(pids_limit).toBeLessThanOrEqual(512);
    expect(ulimits).toEqual({ nofile: 65_536 });
  });

  test('starts Redis with the settings that the queue needs', () => {
    const needed = [
      `requirepass ${redisPassword}`,
      'maxmemory 1gb',
      'appendonly yes',
      'maxmemory-policy noeviction',
      'hz 500',
      'hash-max-listpack-value 512',
    ];
    expect(service('redis').environment).toEqual({ REDISCLI_AUTH: redisPassword });
    expect(service('redis').command.join(' ').split(' --')).toEqual(['redis-server', ...needed]);
  });

  test('builds one image for our three services, and pins the images of the stores', () => {
    expect(new Set(ownServices.map((name) => service(name).image))).toEqual(new Set(['order-countdown']));
    expect(ownServices.filter((name) => service(name).build)).toEqual(['migrate']);
    expect(service('postgres').image).toMatch(/^postgres:18\.\d+-/);
    expect(service('postgres').volumes).toContain('postgres-data:/var/lib/postgresql');
    expect(service('redis').image).toMatch(/^redis:8\.\d+\.\d+-/);
    expect(service('redis').volumes).toEqual(['redis-data:/data']);
  });
});

describe('.env.example', () => {
  test('contains every variable that Compose reads', () => {
    const used = [...Object.keys(service('api').environment), ...interpolated.map(([, name = '']) => name)];
    expect(used.filter((name) => name !== 'PGPASSWORD' && !documented.has(name))).toEqual([]);
  });

  test('states the defaults of the app', () => {
    const { DATABASE_URL, REDIS_URL } = Object.fromEntries(documented);
    const defaults = Object.entries(loadConfig({ DATABASE_URL, REDIS_URL }));
    const lines = defaults.filter(([name]) => !(name in developmentSecrets)).map((entry) => entry.join('='));
    expect([...documented].map((entry) => entry.join('='))).toEqual(expect.arrayContaining(lines));
  });

  test('explains each variable on the line above it', () => {
    const explained = envExample.match(/^# .+\.\n(?:# )?[A-Z_]+=/gm);
    expect(explained).toHaveLength(documented.size);
  });
});
