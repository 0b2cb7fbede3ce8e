import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inheritedEnv } from '../../../test/support/processes.ts';
import { createPlace, deadline, living, type Place } from './support/npm-start.ts';

let place: Place;

beforeEach(async () => {
  place = await createPlace();
});
afterEach(() => place.close());

test('npm start becomes ready, the commands in its banner work, and one signal stops everything', async () => {
  await place.close();
  place = await createPlace('new');
  const started = await place.runUntilReady();
  expect(living(started.pids)).toHaveLength(5);
  expect(started.output()).not.toContain('\u001b');

  const commands = started
    .output()
    .split('\n')
    .filter((line) => /^ {2}(token=|curl )/.test(line));
  const [firstUrl = ''] = /http:\S+/.exec(started.output()) ?? [];
  expect(firstUrl).toBe(`http://127.0.0.1:${place.port('PORT')}/`);
  expect(await (await fetch(firstUrl)).text()).toContain('A shop to try');
  expect(started.output()).toContain(`  Reference   http://127.0.0.1:${place.port('PORT')}/docs`);
  const [id, countdown, paid] = execFileSync('sh', { input: commands.join('\n'), encoding: 'utf8' }).split(
    '\n',
  );
  expect(id).toMatch(/^ord_/);
  expect(JSON.parse(countdown ?? '')).toMatchObject({ id, status: 'pending' });
  expect(JSON.parse(paid ?? '')).toMatchObject({ id, status: 'paid', amount: 12900, currency: 'CNY' });

  // Three times in a moment: the terminal, npm and the script each forward one Ctrl-C.
  for (let times = 0; times < 3; times++) started.child.kill('SIGINT');
  expect(await started.exited).toBe(0);
  expect(living(started.pids)).toEqual([]);
});

test('npm start runs everything on Postgres if told that there is no Redis', async () => {
  const started = place.run({ REDIS_URL: 'none' });
  await vi.waitUntil(() => started.output().includes('is ready'), deadline);
  expect(started.output()).toContain('Queues      in Postgres');
  expect([...place.pids().keys()]).not.toContain('redis/redis.pid');
  const url = `http://127.0.0.1:${place.port('PORT')}`;
  expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'ready', redis: 'none' });
  started.child.kill('SIGINT');
  expect(await started.exited).toBe(0);
});

test('npm start makes its secrets up and keeps them, and npm run token finds them', async () => {
  const started = await place.runUntilReady();
  const orders = `http://127.0.0.1:${place.port('PORT')}/v1/orders`;
  const statusWith = async (token: string) =>
    (await fetch(orders, { headers: { Authorization: `Bearer ${token}` } })).status;
  const tokenMain = resolve(import.meta.dirname, '../../../apps/api/src/token.ts');
  const tokenWith = (env: Record<string, string>) =>
    execFileSync(process.execPath, [tokenMain], {
      env: { ...inheritedEnv, ...place.env, ...env },
      encoding: 'utf8',
    }).trim();

  const token = tokenWith({});
  expect(await statusWith(token)).toBe(200);
  expect(await statusWith(tokenWith({ AUTH_JWT_SECRET: 'another' }))).toBe(401);
  expect(await statusWith(tokenWith({ AUTH_JWT_SECRET: developmentSecrets.AUTH_JWT_SECRET }))).toBe(401);
  for (const name of ['auth-jwt-secret', 'app-secret', 'operator-password']) {
    const file = join(place.folder, name);
    expect(readFileSync(file, 'utf8').trim().length).toBeGreaterThanOrEqual(32);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
  started.child.kill('SIGTERM');
  expect(await started.exited).toBe(0);

  const again = await place.runUntilReady();
  expect(await statusWith(token)).toBe(200);
  again.child.kill('SIGTERM');
  expect(await again.exited).toBe(0);
});

test('a second npm start on the same data reports the first one and does not disturb it', async () => {
  const first = await place.runUntilReady();
  const second = place.run();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`already running here (process ${first.child.pid})`);
  expect(living(first.pids)).toHaveLength(5);
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
});

test.for(['PORT', 'WORKER_PORT', 'LOCAL_POSTGRES_PORT', 'LOCAL_REDIS_PORT'] as const)(
  'npm start reports that %s is in use before it starts anything',
  async (variable) => {
    const server = createServer().listen(place.port(variable), '127.0.0.1');
    await once(server, 'listening');
    const refused = place.run();
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toBe(
      `order-countdown: port ${place.port(variable)} is already in use: set ${variable} to another one\n`,
    );
    expect(living(place.pids())).toEqual([]);
    server.close();
  },
);

test('npm start reports a Postgres that it cannot reach in one line, and starts nothing', async () => {
  const refused = place.run({ DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/orders' });
  expect(await refused.exited).toBe(1);
  expect(refused.output()).toBe(
    'order-countdown: could not connect to Postgres at 127.0.0.1:1: connection refused (check DATABASE_URL)\n',
  );
  expect(place.pids().size).toBe(0);
});

test('npm start reports everything that is wrong with the configuration before it starts anything', async () => {
  const wrong = {
    LOG_LEVEL: 'loud',
    // It can't lead to the Postgres that would be started.
    DATABASE_DIRECT_URL: 'postgres://127.0.0.1:1/orders',
    PORT: '0',
    LOCAL_REDIS_PORT: 'many',
    SWEEP_INTERVAL_MS: '1',
  };
  const refused = place.run(wrong);
  expect(await refused.exited).toBe(1);
  expect(refused.output()).toBe(`order-countdown: Invalid configuration:
  LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent
  DATABASE_URL: is not set: must be a postgres:// URL
  PORT: must be at least 1
  SWEEP_INTERVAL_MS: must be at least 100
  LOCAL_REDIS_PORT: must be a whole number in decimal digits
`);
  expect(place.pids().size).toBe(0);
});

test('npm start reports which process died, stops the others and fails', async () => {
  const started = await place.runUntilReady();
  process.kill(started.pids.get('worker.pid')!, 'SIGKILL');
  expect(await started.exited).toBe(1);
  expect(started.output()).toContain('the worker was killed by SIGKILL');
  expect(living(started.pids)).toEqual([]);
});

test('npm start leaves nothing running when it is killed, and starts again', async () => {
  const killed = await place.runUntilReady();
  killed.child.kill('SIGKILL');
  const next = await place.runUntilReady();
  expect(living(killed.pids)).toEqual([]);
  next.child.kill('SIGTERM');
  expect(await next.exited).toBe(0);
});

test('npm start can be stopped while it is starting', async () => {
  const started = place.run();
  await expect.poll(() => place.pids().size, deadline).toBeGreaterThan(2);
  const begun = place.pids();
  started.child.kill('SIGTERM');
  expect(await started.exited).toBe(0);
  expect(living(begun)).toEqual([]);
});
