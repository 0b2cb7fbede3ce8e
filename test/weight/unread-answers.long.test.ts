import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { readMetrics } from '../support/metrics.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { connectUnread, maxHealthMs, pipelined, watchWeight } from '../support/weight.ts';

/* With a shorter limit this is asked by apps/api/test/unread-answers.integration.test.ts. */

let context: TestContext;
let api: RunningProcess;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

const droppedFor = async (reason: string) =>
  (await readMetrics(api)).value('order_countdown_http_connections_dropped_total', { reason }) ?? 0;

test('connections with answers that are never read are closed after 15 s, and nobody waits for them', async () => {
  const watch = watchWeight(api);
  const before = await droppedFor('unread');
  // More than the kernel takes for a client that does not read.
  const requests = pipelined('/openapi.json', 30);
  const sockets = connectUnread(api.url, 20, requests);
  const startedAt = performance.now();
  await until(async () => (await droppedFor('unread')) === before + 20, 25_000, 250);
  expect(performance.now() - startedAt).toBeGreaterThan(14_000);
  expect(await watch.stop()).toBeLessThan(maxHealthMs);
  expect(watch.addedMiB()).toBeLessThan(100);
  sockets.forEach((socket) => socket.destroy());
});
