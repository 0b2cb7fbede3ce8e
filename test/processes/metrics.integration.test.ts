import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApiProcesses, type ApiProcesses } from '../support/api-processes.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { readMetrics, type Samples } from '../support/metrics.ts';
import { until } from '../support/until.ts';

/** Each process of one API tells the metrics of all. */

// Each test starts several processes.
vi.setConfig({ testTimeout: 60_000 });

let context: TestContext;
let api: ApiProcesses;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApiProcesses(context);
});
afterAll(async () => {
  await api.end();
  await context.close();
});

const placed = (samples: Samples) =>
  samples.value('order_countdown_decisions_total', { command: 'place', outcome: 'placed' });

const requests = (samples: Samples) =>
  samples.value('order_countdown_http_request_duration_seconds_count', {
    method: 'POST',
    route: '/v1/orders',
    status: '201',
  });

/** Over connections of their own, so by several processes. */
const scrapes = () => Promise.all(Array.from({ length: 6 }, () => readMetrics(api)));

test('every process tells the sum of all, and what is in the stores once', async () => {
  const client = createClient(api.url);
  await Promise.all(Array.from({ length: 30 }, () => client.place()));
  for (const samples of await scrapes()) {
    expect(placed(samples)).toBe(30);
    expect(requests(samples)).toBe(30);
    expect(samples.value('order_countdown_postgres_up')).toBe(1);
    expect(samples.value('order_countdown_queue_jobs', { queue: 'order-expiry', state: 'delayed' })).toBe(30);
  }
  // Both have placed some: otherwise the sum says nothing.
  const working = () => new Set(api.log.filter(({ msg }) => msg === 'request').map(({ process }) => process));
  await until(() => working().size === 2);
});

test('what a process has counted stays counted when it is replaced or killed', async () => {
  api.child.kill('SIGUSR2');
  await api.logged('replaced all processes');
  expect((await scrapes()).map(placed)).toEqual(Array.from({ length: 6 }, () => 30));

  const [killed] = api.pids();
  process.kill(killed!, 'SIGKILL');
  await until(() => api.pids().length === 2 && !api.pids().includes(killed!));
  await createClient(api.url).place();
  expect((await scrapes()).map(placed)).toEqual(Array.from({ length: 6 }, () => 31));
});
