import { failOld } from '@order-countdown/shared/webhooks/give-up';
import { endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore } from '../support/core.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register, startImpatientDelivery, type Endpoint } from '../support/webhook-system.ts';

let context: TestContext;
let api: RunningProcess;
let client: Client;
let receiver: Receiver;
let endpoint: Endpoint;
let delivery: { close(): Promise<void> } | undefined;

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
  await delivery?.close();
  await receiver.close();
});

const placeMany = (count: number) => Promise.all(Array.from({ length: count }, () => client.place()));
const read = async () => (await client.get(`/v1/webhook-endpoints/${endpoint.id}`)).body;

interface Circuit {
  failing_since: Date;
  failures: number;
  open_until: Date | null;
}
const circuit = async (): Promise<Circuit | undefined> =>
  (await context.postgres.query('select * from webhook_circuits')).rows[0];

describe('an endpoint that fails', () => {
  test('gets one delivery at a time after ten failures, and all of them once one succeeds', async () => {
    delivery = startImpatientDelivery(context, { circuitPauseMs: 300 });
    receiver.answer = (response) => response.writeHead(500).end();
    await placeMany(30);
    const opened = await until(async () => {
      const found = await circuit();
      return found?.open_until ? found : null;
    });
    // A probe may have failed since.
    expect(opened.failures).toBeGreaterThanOrEqual(10);
    await until(async () => ((await circuit())?.failures ?? 0) >= 12);
    // Without a circuit, 30 deliveries that are retried every 50 ms would have been sent hundreds of times.
    expect(receiver.received.length).toBeLessThan(60);

    receiver.answer = (response) => response.writeHead(204).end();
    const areDelivered = async () =>
      (await endpoint.deliveries()).every(({ status }) => status === 'delivered');
    await until(areDelivered, 30_000);
    expect(await circuit()).toBeUndefined();
  }, 60_000);

  test('keeps its retries out of the queue', async () => {
    delivery = startImpatientDelivery(context, { circuitPauseMs: 300_000 });
    receiver.answer = (response) => response.writeHead(500).end();
    await placeMany(30);
    await until(async () => (await circuit())?.open_until);
    const jobs = async () => {
      const keys = ['wait', 'active'].map((state) => context.redis.llen(`bull:webhook:${state}`));
      const counts = await Promise.all([...keys, context.redis.zcard('bull:webhook:delayed')]);
      return counts.reduce((sum, count) => sum + count);
    };
    await until(async () => (await jobs()) === 0);
    expect((await endpoint.deliveries()).map(({ status }) => status)).toEqual(Array(30).fill('pending'));
  });

  test('gets a ping without waiting for the end of the pause', async () => {
    delivery = startImpatientDelivery(context, { circuitPauseMs: 300_000 });
    receiver.answer = (response) => response.writeHead(500).end();
    await placeMany(12);
    await until(async () => (await circuit())?.open_until);
    receiver.answer = (response) => response.writeHead(204).end();
    const { body: ping } = await client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
    await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'delivered'));
    expect(receiver.received.map(({ id }) => id)).toContain(ping.eventId);
  });

  test('is disabled once it has done nothing but fail for five days', async () => {
    delivery = startImpatientDelivery(context);
    expect(await read()).toMatchObject({ enabled: true, disabledAt: null, disabledReason: null });
    receiver.answer = (response) => response.writeHead(410).end();
    await placeMany(3);
    await until(circuit);
    await context.postgres.query(`update webhook_circuits set failing_since = now() - interval '5 days'`);
    await until(async () => !(await read()).enabled);
    const { disabledAt, disabledReason } = await read();
    expect(Date.now() - Date.parse(disabledAt)).toBeLessThan(30_000);
    expect(disabledReason).toMatch(/^No delivery has succeeded since .*Z\. The last one: answered 410$/);
    await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'failed'));

    const { body: order } = await client.place();
    const events = (await client.get(`/v1/orders/${order.id}/events`)).body.data;
    expect(events.map(({ type }: { type: string }) => type)).toEqual(['order.placed']);
    expect((await context.postgres.query('select from webhook_outbox')).rowCount).toBe(0);
  });
});

test('a success ends the time of failure, even if its delivery began before the first failure', async () => {
  delivery = startImpatientDelivery(context, { retryDelaysMs: [600_000] });
  let succeed: (() => void) | undefined;
  receiver.answer = (response) => {
    succeed = () => void response.writeHead(204).end();
  };
  await client.place();
  await until(() => succeed);
  receiver.answer = (response) => response.writeHead(500).end();
  await client.place();
  await until(circuit);
  succeed?.();
  await until(async () => (await endpoint.deliveries()).some(({ status }) => status === 'delivered'));
  expect(await circuit()).toBeUndefined();
});

test('a delivery that has waited longer than all attempts take is given up, and says so', async () => {
  const core = openCore(context);
  await context.postgres.query(
    `insert into webhook_deliveries (endpoint_id, created_at, due_at)
     select $1, now() - age, now() - age from unnest('{83 hours, 85 hours}'::interval[]) age`,
    [endpointIdToUuid(endpoint.id)],
  );
  await context.postgres.query(
    `insert into webhook_circuits values ($1, now() - interval '4 days', 10, now() + interval '5 minutes', null)`,
    [endpointIdToUuid(endpoint.id)],
  );
  expect(await failOld(core.postgres, new AbortController().signal)).toBe(1);
  await core.close();
  expect(await endpoint.deliveries()).toMatchObject([
    { status: 'pending', error: null },
    { status: 'failed', error: 'gave up after 84 hours', nextAttemptAt: null },
  ]);
});
