import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { readMetrics } from '../support/metrics.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { connectUnread, maxHealthMs, openFiles, pipelined, watchWeight } from '../support/weight.ts';

let context: TestContext;
let api: RunningProcess;
let sockets: Socket[] = [];

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, { RATE_LIMIT_PER_MINUTE: '1000000' });
});

afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

afterAll(async () => {
  await api.end();
  await context.close();
});

test.each([
  [10, 1_000],
  [500, 200],
])('%i connections with %i unread requests each add less than 100 MiB', async (connections, requests) => {
  const watch = watchWeight(api);
  sockets = connectUnread(api.url, connections, pipelined('/openapi.json', requests));
  await until(() => watch.probes.length >= 30, 15_000);
  expect(await watch.stop()).toBeLessThan(maxHealthMs);
  expect(watch.addedMiB()).toBeLessThan(100);
});

test('requests without a Host behind unread answers add less than 100 MiB', async () => {
  const watch = watchWeight(api);
  const withoutHost = 'GET / HTTP/1.1\r\n\r\n'.repeat(10_000);
  sockets = connectUnread(api.url, 50, pipelined('/openapi.json', 8) + withoutHost);
  await until(() => watch.probes.length >= 30, 15_000);
  expect(await watch.stop()).toBeLessThan(maxHealthMs);
  expect(watch.addedMiB()).toBeLessThan(100);
});

test('clients that hang up before they have read the documents leave no open file', async () => {
  const before = openFiles(api.child);
  sockets = connectUnread(api.url, 5, pipelined('/openapi.json', 30));
  await until(async () => {
    const metrics = await readMetrics(api);
    return (metrics.value('order_countdown_http_open_connections') ?? 0) >= 5;
  });
  sockets.splice(0).forEach((socket) => socket.destroy());
  expect((await fetch(`${api.url}/docs`)).status).toBe(200);
  expect(openFiles(api.child)).toBeLessThanOrEqual(before);
});
