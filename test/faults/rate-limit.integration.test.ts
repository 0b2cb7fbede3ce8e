import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const perMinute = 50;
const env = { RATE_LIMIT_PER_MINUTE: String(perMinute) };

let redis: ThrowawayRedis;
let context: TestContext;
let apis: RunningProcess[];

beforeEach(async () => {
  redis = await startThrowawayRedis();
  context = await createTestContext(redis.url);
  apis = [];
});

afterEach(async () => {
  redis.thaw();
  await Promise.all(apis.map((api) => api.end()));
  await context.close();
  await redis.stop();
});

/** Clients of one customer, each at an api of its own. */
async function clientsOf(sub: string, count: number): Promise<Client[]> {
  const token = await signToken({ sub, scope: 'orders' });
  const started = await Promise.all(Array.from({ length: count }, () => startApi(context, env)));
  apis.push(...started);
  const clients = started.map(({ url }) => createClient(url, token));
  // Once Redis counts: the first request may come before it is connected.
  for (const { url } of started) await until(async () => (await healthOf(url)).redis === 'up');
  return clients;
}

const healthOf = async (url: string) => (await createClient(url, null).get('/health/ready')).body;

async function flood(clients: readonly Client[], requests: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: requests }, (_, n) => clients[n % clients.length]!.get('/v1/orders')),
  );
  return answers.filter(({ status }) => status === 200).length;
}

test('a slow Redis counts exactly, for all processes together', async () => {
  const clients = await clientsOf('patient', 2);
  expect(await slowed(flood(clients, 4 * perMinute))).toBe(perMinute);
  expect(await flood(clients, 2)).toBe(0);
});

/** Meanwhile Redis answers everybody only every 100 ms. */
async function slowed<Result>(work: Promise<Result>): Promise<Result> {
  const working = new AbortController();
  const done = work.finally(() => working.abort());
  while (!working.signal.aborted) await context.redis.client('PAUSE', 100);
  return await done;
}

test('while Redis is frozen only the first requests wait for it, and the limit goes on from the last count', async () => {
  const [client] = await clientsOf('visitor', 1);
  expect(await flood([client!], 20)).toBe(20);

  redis.freeze();
  const first = await timed(() => flood([client!], 3));
  expect(first.result).toBe(3);
  expect(first.tookMs).toBeLessThan(1_500);
  const later = await timed(() => flood([client!], 4 * perMinute));
  expect(later.result).toBe(perMinute - 23);
  // One at a time: together, other work on the machine would count as much as a wait.
  const waits: number[] = [];
  for (let n = 0; n < 10; n += 1) waits.push((await timed(() => client!.get('/v1/orders'))).tookMs);
  expect(waits.filter((ms) => ms < 100).length).toBeGreaterThan(5);
});

test('once a frozen Redis answers again all processes share the counts, with what each has counted meanwhile', async () => {
  const [here, there] = await clientsOf('returner', 2);
  redis.freeze();
  expect(await flood([here!], 30)).toBe(30);
  redis.thaw();
  await until(async () => (await context.redis.get('rate-limit:subject returner')) !== null);
  // The request by which each finds out is counted by itself.
  await flood([here!], 1);
  await until(async () => Number(await context.redis.get('rate-limit:subject returner')) >= 31);
  expect(await flood([there!, here!], 4 * perMinute)).toBeLessThanOrEqual(perMinute - 30);
  expect(await flood([there!], 1)).toBe(0);
});

test('a Redis that lost its data is told the counts that the processes know', async () => {
  const [client] = await clientsOf('regular', 1);
  expect(await flood([client!], 4 * perMinute)).toBe(perMinute);
  await redis.restart();
  await until(async () => (await healthOf(apis[0]!.url)).redis === 'up');
  expect(await flood([client!], 4 * perMinute)).toBe(0);
  await until(async () => Number(await context.redis.get('rate-limit:subject regular')) > perMinute);
});

async function timed<Result>(work: () => Promise<Result>) {
  const startedAt = performance.now();
  return { result: await work(), tookMs: performance.now() - startedAt };
}
