import { rmSync } from 'node:fs';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { createClient } from '@order-countdown/test/client';
import { until } from '@order-countdown/test/until';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCluster, type Cluster } from '../src/cluster.ts';
import { eventually } from '../src/waiting.ts';

const logFolder = makeTemporaryFolder('demoted');
let cluster: Cluster;

beforeAll(async () => {
  // Without the sweep, only its alarm can cancel an order.
  cluster = await startCluster({ logFolder, processesPerRole: 1, env: { SWEEP_INTERVAL_MS: '3600000' } });
});
afterAll(async () => {
  await cluster.close();
  rmSync(logFolder, { recursive: true });
});

const readiness = () =>
  Promise.all(cluster.processes.map(async ({ url }) => (await fetch(`${url}/health/ready`)).status));

const becomes = (status: number) =>
  eventually(
    `every process answers ${status}`,
    async () => (await readiness()).every((one) => one === status),
    20_000,
  );

test('while a demoted primary answers, requests get 503 and alarms wait; on the new primary all goes on by itself', async () => {
  const { postgres, redis, apis } = cluster;
  const client = createClient(apis[0]!.url);
  const { body: order } = await client.place({ expiresInSeconds: 8 });
  const former = await postgres.promote('kill');
  await former.comeBack();
  await becomes(503);

  const refused = await client.place();
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(refused.headers.has('Retry-After')).toBe(true);
  expect(await client.post(`/v1/orders/${order.id}/pay`)).toMatchObject({ status: 503 });
  // What it holds may be older than what was answered before.
  for (const path of [`/v1/orders/${order.id}`, `/v1/orders/${order.id}/events`, '/v1/orders']) {
    expect(await client.get(path)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  }

  // The alarm has rung in vain, and is put off with no attempt used up.
  const queue = new Queue('order-expiry', { connection: { url: redis.url } });
  const alarm = await until(async () => {
    const job = await queue.getJob(order.id);
    return (job?.attemptsStarted ?? 0) > 1 ? job : null;
  }, 20_000);
  expect(alarm.attemptsMade).toBe(0);
  await queue.close();

  await former.replace();
  await becomes(200);
  await until(async () => (await client.get(`/v1/orders/${order.id}`)).body.status === 'cancelled', 20_000);
  await until(async () => (await client.place()).status === 201, 20_000);
  expect(cluster.processes.flatMap(({ misdeeds }) => misdeeds)).toEqual([]);
});
