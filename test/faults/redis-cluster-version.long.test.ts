import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startOlderRedis } from '../support/older-redis.ts';
import { startNode } from '../support/processes.ts';

let older: Awaited<ReturnType<typeof startOlderRedis>>;

beforeAll(async () => {
  older = await startOlderRedis(inject('redisUrl'), 6);
});

afterAll(() => older.close());

test.each([
  ['api', {}],
  ['api', { API_PROCESSES: '2' }],
  ['worker', {}],
])('the %s refuses to start with a cluster that is too old: %o', async (app, env) => {
  // The first address is one at which nothing runs.
  const { host, username, password } = new URL(older.url);
  const REDIS_URL = `redis://${username}:${password}@127.0.0.1:1,${host}`;
  const stores = { DATABASE_URL: inject('postgresUrl'), REDIS_URL };
  const child = await startNode(
    [`apps/${app}/src/main.ts`],
    { ...stores, PORT: '0', WORKER_PORT: '0', ...env },
    'pipe',
  );
  const [printed, [exitCode]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  expect(printed).toMatch(
    new RegExp(`^${app}: REDIS_URL: a Redis Cluster needs Redis 7 or newer, but ${host} runs Redis 6\\.\\d`),
  );
  expect(exitCode).toBe(1);
});
