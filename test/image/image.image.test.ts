import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { createClient, type Client } from '../support/client.ts';
import { createDatabase } from '../support/database.ts';
import { read } from '../support/documents.ts';
import { until } from '../support/until.ts';
import { pathsIn, runArguments, startContainer, type Container } from './containers.ts';
import { openEngine } from './engine.ts';
import { makeStandIn } from './stand-in.ts';

/** Builds the Dockerfile, and runs what it makes against real stores. */

const { catalog } = parse(read('pnpm-workspace.yaml')) as { catalog: { node: string } };
const base = `docker.io/library/node:${catalog.node}-trixie-slim`;
const image = 'localhost/order-countdown:test';
const maxAddedBytes = 400_000_000;

const engine = openEngine();
const run = (command: string[], env?: Record<string, string>) =>
  engine.ask(...runArguments(image, command, env));

interface Inspected {
  Size: number;
  Config: { User: string; Env: string[]; Labels: Record<string, string> };
  Healthcheck: { Test: string[] };
}
const inspect = async (name: string) =>
  (JSON.parse(await engine.ask('image', 'inspect', name)) as [Inspected])[0];

beforeAll(async () => {
  await engine.imageOf(await makeStandIn(catalog.node), base);
  await engine.build(image);
});
afterAll(() => engine.close());

describe('the image', () => {
  test('adds at most 400 MB to its base', async () => {
    const added = (await inspect(image)).Size - (await inspect(base)).Size;
    expect(added).toBeGreaterThan(1_000_000);
    expect(added).toBeLessThanOrEqual(maxAddedBytes);
  });

  test('says what it is', async () => {
    const { Config } = await inspect(image);
    const { version, license } = JSON.parse(read('package.json')) as { version: string; license: string };
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'order-countdown',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': license,
      'org.opencontainers.image.base.name': base,
    });
  });

  test('contains neither tests nor settings nor secrets', async () => {
    const files = await pathsIn(engine, image, ['/app', '/root', '/home']);
    const own = files.filter((file) => !file.includes('/node_modules/'));
    expect(own).toContain('/app/apps/api/src/main.ts');
    expect(own).toContain('/app/apps/web/dist/element/order-countdown.js');
    expect(own.filter((file) => /\.test\.|\/(tests?|bench|chaos|\.git)\//.test(file))).toEqual([]);
    const secret = /\/(\.env[^/]*|\.?npmrc|\.data|[^/]*\.(pem|key)|id_[a-z0-9]+|\.docker|\.ssh)$/;
    expect(files.filter((file) => secret.test(file))).toEqual([]);
    const { Env } = (await inspect(image)).Config;
    expect(new Set(Env.map((entry) => entry.split('=')[0]))).toEqual(new Set(['NODE_ENV', 'PATH']));
  });

  test('runs as uid 1000, without capabilities, and can write nowhere but to /tmp', async () => {
    const state = await run(['sh', '-c', 'id -u; grep -E "^Cap(Prm|Eff|Bnd)" /proc/self/status']);
    expect(state.split('\n').map((line) => line.replace(/\s+/, ' '))).toEqual([
      '1000',
      ...['CapPrm', 'CapEff', 'CapBnd'].map((name) => `${name}: 0000000000000000`),
    ]);
    expect(await run(['sh', '-c', 'touch /tmp/a && ! touch /app/a 2>&1'])).toContain('Read-only file system');
    expect(await run(['find', '/app', '-user', 'node'])).toBe('');
  });
});

describe('its containers', () => {
  const secrets = {
    AUTH_JWT_SECRET: 'token'.repeat(8),
    APP_SECRET: 'session'.repeat(6),
    OPERATOR_PASSWORD: 'operator'.repeat(4),
  };
  let stores: { DATABASE_URL: string; REDIS_URL: string };
  let api: Container;
  let worker: Container;
  let client: Client;

  beforeAll(async () => {
    stores = {
      DATABASE_URL: await createDatabase(inject('postgresUrl'), `image_${randomUUID().replaceAll('-', '')}`),
      REDIS_URL: inject('redisUrl'),
    };
    await run(['node', 'packages/shared/src/platform/migrate.ts'], { DATABASE_URL: stores.DATABASE_URL });
    const env = { ...stores, ...secrets };
    [api, worker] = await Promise.all([
      startContainer(engine, image, 'apps/api/src/main.ts', 'PORT', env),
      // It cancels by the alarm alone.
      startContainer(engine, image, 'apps/worker/src/main.ts', 'WORKER_PORT', {
        ...env,
        SWEEP_INTERVAL_MS: '3600000',
      }),
    ]);
    client = createClient(api.url, (await run(['node', 'apps/api/src/token.ts'], secrets)).trim());
  });

  test('migrate a second time without a change', async () => {
    const log = await run(['node', 'packages/shared/src/platform/migrate.ts'], {
      DATABASE_URL: stores.DATABASE_URL,
    });
    expect(JSON.parse(log.trim().split('\n').at(-1) ?? '')).toMatchObject({
      msg: 'the schema is up to date',
      applied: [],
    });
  });

  test('place an order and cancel it at its deadline', async () => {
    const placed = await client.place({ expiresInSeconds: 1 });
    expect(placed.status).toBe(201);
    const lapsed = await until(async () => {
      const { body } = await client.get(`/v1/orders/${placed.body.id}`);
      return body.status === 'pending' ? undefined : body;
    });
    expect(lapsed).toMatchObject({ status: 'cancelled', cancelReason: 'expired' });
  });

  test('serve the pages', async () => {
    const page = await fetch(`${api.url}/order-countdown.js`);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('javascript'),
    ]);
  });

  test('pass the health check of the image, each with its own port', async () => {
    const healths = [api.checkHealth(), worker.checkHealth()];
    await expect(Promise.all(healths)).resolves.toBeDefined();
  });

  test('exit with 0 at SIGTERM', async () => {
    expect(await Promise.all([api.end(), worker.end()])).toEqual([0, 0]);
  });

  test('fail their health check if nothing answers', async () => {
    const check = (await inspect(image)).Healthcheck.Test.slice(1);
    const unused = { PORT: '1', WORKER_PORT: '2' };
    await expect(run(check, unused)).rejects.toThrow(/exit code 1/);
  });
});
