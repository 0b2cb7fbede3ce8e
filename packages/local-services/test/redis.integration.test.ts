import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandOf } from '../src/process/leftover.ts';
import { findFreePort } from '../src/process/ports.ts';
import { startRedis } from '../src/redis/server.ts';
import { startThrowawayRedis } from '../src/throwaway.ts';

// The message of ioredis depends on how far the connection got.
const refused = /NOAUTH|ECONNREFUSED|Connection is closed/;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-countdown test-')); // with a space, which must not break the configuration
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function start(port?: number) {
  return startRedis({ dataDir: join(folder, 'redis'), port: port ?? (await findFreePort()) });
}

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null });
  redis.on('error', () => {}); // the rejected command reports the error
  try {
    await redis.connect();
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

test('Redis is configured for jobs that must be neither lost nor late', async () => {
  const redis = await start();
  const names = [
    'bind',
    'appendonly',
    'appendfsync',
    'save',
    'maxmemory-policy',
    'hz',
    'hash-max-listpack-value',
    'databases',
  ];
  const settings = await ask(redis.url, (client) =>
    Promise.all(names.map(async (name) => (await client.config('GET', name)) as [string, string])),
  );
  expect(Object.fromEntries(settings)).toEqual({
    bind: '127.0.0.1',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    hz: '500',
    'hash-max-listpack-value': '512',
    databases: '64',
  });
  await expect(ask(`redis://127.0.0.1:${redis.port}`, (client) => client.ping())).rejects.toThrow(refused);
  await redis.stop();
});

test('Redis keeps its data across a restart', async () => {
  const first = await start();
  await ask(first.url, (client) => client.set('kept', '42'));
  await first.stop();
  const second = await start(first.port);
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, (client) => client.get('kept'))).toBe('42');
  await second.stop();
});

test('Redis replaces a server that a killed run left running', async () => {
  const leftover = await start();
  const next = await start();
  expect(await leftover.exited).toEqual({ exitCode: 0, signal: undefined });
  await next.stop();
});

test('the error says why Redis did not start', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(start(port)).rejects.toThrow(/Redis exited with code 1[^]*Address already in use/);
  server.close();
});

test('Redis can be stopped repeatedly and leaves no process', async () => {
  const redis = await start();
  await Promise.all([redis.stop(), redis.stop()]);
  await redis.stop();
  expect(commandOf(redis.pid)).toBe('');
  expect(await redis.exited).toEqual({ exitCode: 0, signal: undefined });
});

test.for([
  { persistent: true, kept: '42' },
  { persistent: false, kept: null },
])(
  'a throwaway Redis restarts at the same URL after it is killed (persistent: $persistent)',
  async ({ persistent, kept }) => {
    const redis = await startThrowawayRedis({ persistent });
    const killedPid = redis.pid;
    await ask(redis.url, (client) => client.set('kept', '42'));
    await redis.kill();
    await expect(ask(redis.url, (client) => client.ping())).rejects.toThrow(refused);
    await redis.restart();
    expect(redis.pid).not.toBe(killedPid);
    expect(await ask(redis.url, (client) => client.get('kept'))).toBe(kept);
    await redis.stop();
    expect(commandOf(redis.pid)).toBe('');
  },
);

test('a frozen throwaway Redis answers after it thaws, and can be stopped while frozen', async () => {
  const redis = await startThrowawayRedis();
  const client = new Redis(redis.url);
  await client.ping();
  redis.freeze();
  const first = await Promise.race([
    client.ping(),
    new Promise((resolve) => setTimeout(resolve, 200, 'no answer')),
  ]);
  expect(first).toBe('no answer');
  redis.thaw();
  expect(await client.ping()).toBe('PONG');
  client.disconnect();
  redis.freeze();
  await redis.stop();
  expect(commandOf(redis.pid)).toBe('');
});
