import { endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { operatorCredentials, signIn } from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startReceiver, verify, type Receiver } from '../support/webhook-receiver.ts';
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
  // Before the worker's part, which would wait for answers that never come.
  await receiver.close();
  await delivery?.close();
});

test('a receiver that fails for a while gets every event in the end, each with the same id in every attempt', async () => {
  delivery = startImpatientDelivery(context);
  receiver.answer = (response) => response.writeHead(500).end('on fire');
  const { body: order } = await client.place();
  await client.post(`/v1/orders/${order.id}/pay`);
  await until(() => receiver.received.length >= 6);
  const [failing] = await endpoint.deliveries();
  expect(failing).toMatchObject({ status: 'pending', responseStatus: 500, responseBody: 'on fire' });

  receiver.answer = (response) => response.writeHead(200).end();
  await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'delivered'));
  const ids = new Map(
    receiver.received.map(({ id, body }) => [id, `${body.data.orderId} ${body.data.sequence}`]),
  );
  expect([...ids.values()].toSorted()).toEqual([1, 2].map((n) => `${order.id} ${n}`));
  for (const each of receiver.received) verify(each, endpoint.secret);
});

test('a redirect counts as a failure and is not followed', async () => {
  delivery = startImpatientDelivery(context, { retryDelaysMs: [] });
  const elsewhere = await startReceiver();
  receiver.answer = (response) => response.writeHead(307, { Location: elsewhere.url }).end();
  await client.place();
  await until(async () => (await endpoint.deliveries())[0]?.status === 'failed');
  expect((await endpoint.deliveries())[0]).toMatchObject({
    responseStatus: 307,
    error: 'answered 307',
    attempts: 1,
  });
  expect(elsewhere.received).toEqual([]);
  await elsewhere.close();
});

test('a host name that resolves to a private address by now is not connected to', async () => {
  const policy = { allowsPrivateNetwork: false, allowsHttp: true, allowedPorts: [] };
  delivery = startImpatientDelivery(context, { policy, retryDelaysMs: [] });
  const byName = await register(client, receiver.url.replace('127.0.0.1', 'localhost'));
  await client.place();
  for (const each of [endpoint, byName]) {
    await until(async () => (await each.deliveries())[0]?.status === 'failed');
    expect((await each.deliveries())[0].error).toMatch(/private or reserved/);
  }
  expect(receiver.received).toEqual([]);
  await byName.remove();
});

test('an endpoint whose port is no longer allowed is not connected to', async () => {
  const policy = { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [443, 8_443] };
  delivery = startImpatientDelivery(context, { policy, retryDelaysMs: [] });
  await client.place();
  await until(async () => (await endpoint.deliveries())[0]?.status === 'failed');
  expect((await endpoint.deliveries())[0].error).toMatch(/port \d+, which is not allowed/);
  expect(receiver.received).toEqual([]);
});

test('a delivery that failed for good is sent again when an operator retries its job', async () => {
  delivery = startImpatientDelivery(context, { retryDelaysMs: [20] });
  receiver.answer = (response) => response.writeHead(503).end();
  await client.place();
  await until(async () => (await endpoint.deliveries())[0]?.status === 'failed');
  const [failed] = await endpoint.deliveries();
  expect(failed).toMatchObject({ attempts: 2, responseStatus: 503, nextAttemptAt: null });

  receiver.answer = (response) => response.writeHead(204).end();
  const operator = await signIn(api.url, operatorCredentials);
  const retry = `/admin/queues/api/queues/webhook/${failed.id}/retry`;
  // Postgres knows a moment before the job does.
  await until(async () => (await operator.change('PUT', retry)).status === 204);
  await until(async () => (await endpoint.deliveries())[0].status === 'delivered');
  expect(receiver.received).toHaveLength(3);
});

test('deliveries that wait for a removed endpoint are dropped', async () => {
  delivery = startImpatientDelivery(context);
  receiver.answer = (response) => response.writeHead(500).end();
  await client.place();
  await until(() => receiver.received.length > 1);
  await endpoint.remove();
  // Of this endpoint alone: those of another one may wait for a minute.
  const left = async () =>
    (
      await context.postgres.query('select from webhook_deliveries where endpoint_id = $1', [
        endpointIdToUuid(endpoint.id),
      ])
    ).rows;
  await until(async () => (await left()).length === 0);
  const attempts = receiver.received.length;
  await client.place();
  expect([await left(), receiver.received.length]).toEqual([[], attempts]);
});
