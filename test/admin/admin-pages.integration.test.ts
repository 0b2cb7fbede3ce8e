import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import {
  operatorCredentials,
  signIn,
  viewerCredentials,
  viewerEnv,
  type SignedIn,
} from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let api: RunningProcess;
let client: Client;
let viewer: SignedIn;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, viewerEnv);
  client = createClient(api.url);
  viewer = await signIn(api.url, viewerCredentials);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

/** The console is one document; its script asks the API for what the address names. */
test.each(['', '/orders', `/orders/${newOrderId()}`, '/refunds', '/webhooks', '/audit'])(
  'the page at /admin%s is the console, for the session that asks',
  async (path) => {
    const { status, headers, body } = await viewer.send('GET', `/admin${path}`, { Accept: 'text/html' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';style-src 'self'");
    expect(body).toMatch(
      /<order-console\s+data-username="viewer"\s+data-role="viewer"\s+data-environment="test"/,
    );
    expect(body).toMatch(/<script type="module" src="\/assets\/[\w-]+\.js">/);
    expect(body).not.toMatch(/<style|<script(?! type="module" src=)/);
  },
);

test('Bull Board links a job to the page of its order', async () => {
  const { body: order } = await client.place();
  const { body } = await viewer.get(`/admin/queues/api/queues/order-expiry/${order.id}`);
  expect(await viewer.get(body.job.externalUrl.href)).toMatchObject({
    status: 200,
    body: expect.stringContaining('<order-console'),
  });
});

test('without Redis operators sign in and see orders, and the queues answer with 503', async () => {
  const redis = await startThrowawayRedis();
  const stores = { databaseUrl: context.databaseUrl, redisUrl: redis.url };
  const api = await startApi(stores);
  const { body: order } = await client.place();
  const before = await signIn(api.url, operatorCredentials);
  await redis.kill();
  const operator = await signIn(api.url, operatorCredentials);
  for (const { get } of [before, operator]) {
    expect(await get(`/admin/api/orders/${order.id}`)).toMatchObject({ status: 200 });
    expect(await get('/admin/queues/api/queues')).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    });
  }
  expect(await operator.change('POST', '/admin/sign-out')).toMatchObject({ status: 303 });
  await redis.restart();
  await until(async () => (await before.get('/admin/queues/api/queues')).status === 200);
  await api.end();
  await redis.stop();
});

const delayedJobs = 100_000;
const limitMs = 500;

test(`a page of the dashboard takes less than ${limitMs} ms with ${delayedJobs} alarms`, async () => {
  const queue = new Queue('order-expiry', { connection: context.redis });
  for (let added = 0; added < delayedJobs; added += 5_000) {
    await queue.addBulk(
      Array.from({ length: 5_000 }, (_, index) => ({
        name: 'expire',
        data: {},
        opts: { jobId: newOrderId(), delay: 3_600_000 + added + index },
      })),
    );
  }
  const operator = await signIn(api.url, operatorCredentials);
  const paths = [
    '',
    ...[1, 5_000, 10_000].map((number) => `?activeQueue=order-expiry&status=delayed&page=${number}`),
    '?activeQueue=order-expiry&status=latest&page=1',
  ];
  const tookMs: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (const path of paths) {
      const startedAt = performance.now();
      const { body } = await operator.get(`/admin/queues/api/queues${path}`);
      tookMs.push(performance.now() - startedAt);
      expect(body.queues[0].counts.delayed).toBeGreaterThanOrEqual(delayedJobs);
      expect(body.queues[0].jobs).toHaveLength(path === '' ? 0 : 10);
    }
  }
  const sorted = tookMs.toSorted((one, other) => one - other).map(Math.round);
  console.log(
    `${delayedJobs} alarms: median ${sorted[Math.floor(sorted.length / 2)]} ms, most ${sorted.at(-1)} ms`,
  );
  expect(sorted.at(-1)).toBeLessThan(limitMs);
  await queue.close();
}, 60_000);
