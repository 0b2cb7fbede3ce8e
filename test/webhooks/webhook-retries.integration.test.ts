import { readFileSync } from 'node:fs';
import { deliveryIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { retryDelaysSeconds } from '@order-countdown/shared/webhooks/queue';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startReceiver, verify, type Receiver } from '../support/webhook-receiver.ts';
import {
  register,
  startImpatientDelivery,
  startLocalDelivery,
  type Endpoint,
} from '../support/webhook-system.ts';

let context: TestContext;
let api: RunningProcess;
let client: Client;
let receiver: Receiver;
let endpoint: Endpoint;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  client = createClient(api.url);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

beforeEach(async () => {
  receiver = await startReceiver();
  endpoint = await register(client, receiver.url);
});

afterEach(async () => {
  await endpoint.remove();
  await receiver.close();
});

/** The column «after another» of the table in docs/webhooks.md. */
function documentedDelaysSeconds(): number[] {
  const docs = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const unitSeconds: Record<string, number> = { s: 1, min: 60, h: 3_600 };
  return [...docs.matchAll(/^\| \d+ \| (\d+) (s|min|h) \|/gm)].map(
    ([, amount, unit = '']) => Number(amount) * (unitSeconds[unit] ?? Number.NaN),
  );
}

test('the retry delays are those of the documentation, and each is longer than the one before', () => {
  expect(retryDelaysSeconds).toEqual(documentedDelaysSeconds());
  expect(retryDelaysSeconds).toEqual([...new Set(retryDelaysSeconds)].toSorted((a, b) => a - b));
});

test('each failed attempt delays the next one as documented, and the last one fails the delivery', async () => {
  receiver.answer = (response) => response.writeHead(500).end();
  const attempts = documentedDelaysSeconds().length + 1;
  for (let sent = 0; sent < attempts; sent += 1)
    await client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
  const pings: { id: string }[] = await endpoint.deliveries();
  // One delivery before its first attempt, one before its second, and so on.
  for (const [made, { id }] of pings.entries()) {
    const update = 'update webhook_deliveries set attempts = $1 where id = $2';
    await context.postgres.query(update, [made, deliveryIdToUuid(id)]);
  }

  const delivery = startLocalDelivery(context);
  const queue = new Queue('webhook', { connection: context.redis });
  try {
    for (const [made, seconds] of documentedDelaysSeconds().entries()) {
      const { id } = pings[made]!;
      const tried = await until(async () => {
        const found = (await endpoint.deliveries()).find((each) => each.id === id);
        return found.attempts === made + 1 && found.nextAttemptAt && found;
      });
      expect(tried).toMatchObject({ status: 'pending', responseStatus: 500 });
      const delayMs = Date.parse(tried.nextAttemptAt) - Date.parse(tried.lastAttemptAt);
      expect(delayMs).toBeGreaterThanOrEqual(seconds * 1_000);
      // The attempt itself takes a moment.
      expect(delayMs).toBeLessThanOrEqual(seconds * 1_100 + 1_000);
      // The retry waits in Postgres, and its job is gone.
      await until(async () => (await queue.getJob(id)) === undefined);
    }
    const last = await until(async () => {
      const found = (await endpoint.deliveries()).find(({ id }) => id === pings.at(-1)?.id);
      return found.status === 'failed' && found;
    });
    expect(last).toMatchObject({ attempts, nextAttemptAt: null });
  } finally {
    await delivery.close();
    await queue.close();
  }
});

test('an attempt is signed with its own time, not with the time of the event', async () => {
  const { body: order } = await client.place();
  // Libraries refuse a signature that is older than five minutes.
  await context.postgres.query(`update order_events set occurred_at = occurred_at - interval '1 hour'`);
  const startedAt = Math.floor(Date.now() / 1_000);
  const delivery = startImpatientDelivery(context);
  const received = await until(() => receiver.received[0]);
  await delivery.close();

  verify(received, endpoint.secret);
  expect(Number(received.headers['webhook-timestamp'])).toBeGreaterThanOrEqual(startedAt);
  expect(received.body.data.orderId).toBe(order.id);
  expect(Date.parse(received.body.timestamp)).toBeLessThan(Date.now() - 3_500_000);
});

test('a disabled endpoint gets no deliveries', async () => {
  const disabled = await register(client, receiver.url, { enabled: false });
  const { body: order } = await client.place();
  await client.post(`/v1/orders/${order.id}/pay`);
  await until(async () => (await endpoint.deliveries()).length === 2);
  expect(await disabled.deliveries()).toEqual([]);
  await disabled.remove();
});

test('a worker that gets SIGTERM finishes the delivery in hand and records it once', async () => {
  const worker = await startWorker(context);
  const answer = Promise.withResolvers<void>();
  receiver.answer = (response) => void answer.promise.then(() => response.writeHead(204).end());
  await client.place();
  await until(() => receiver.received.length === 1);

  const ending = worker.end('SIGTERM');
  await until(() => worker.log.some(({ msg }) => msg === 'stopping'));
  answer.resolve();
  expect(await ending).toBe(0);
  expect(await endpoint.deliveries()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
  expect(await context.redis.llen('bull:webhook:active')).toBe(0);

  const second = await startWorker(context);
  await client.place();
  await until(() => receiver.received.length >= 2);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
  expect(await second.end()).toBe(0);
});
