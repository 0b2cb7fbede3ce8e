import { endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { expect, test, type TestContext } from 'vitest';
import { startRawReceiver } from '../support/raw-receiver.ts';
import { startWorker } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { register, type Endpoint } from '../support/webhook-system.ts';

/*
 * What takes as long as the time limits of deliveries do. They wait side by side, each with a system of its own.
 */

type OnFinished = TestContext['onTestFinished'];

/** A system and a receiver with an endpoint. They close after the test. */
async function startWithReceiver(onTestFinished: OnFinished) {
  const system = await startSystem();
  const receiver = await startReceiver();
  onTestFinished(async () => {
    await receiver.close();
    await system.close();
  });
  return { system, receiver, endpoint: await register(system.client, receiver.url) };
}

const placeMany = async ({ client }: System, count: number): Promise<string[]> => {
  const placed = await Promise.all(Array.from({ length: count }, () => client.place()));
  return placed.map(({ status, body }) => {
    expect(status).toBe(201);
    return body.id;
  });
};

const isDelivered = async (endpoint: Endpoint) =>
  (await endpoint.deliveries()).every(({ status }) => status === 'delivered');

/** Eight processes start at once, which takes a busy machine a while. */
const timeoutMs = 120_000;

test.concurrent(
  'the deliveries of a killed worker are finished by another one',
  async ({ onTestFinished }) => {
    const { system, receiver, endpoint } = await startWithReceiver(onTestFinished);
    receiver.answer = () => undefined;
    const orderIds = await placeMany(system, 5);
    await until(() => receiver.received.length === 5);
    await system.worker.end('SIGKILL');
    receiver.answer = (response) => response.writeHead(204).end();
    // Committed while no worker runs.
    orderIds.push(...(await placeMany(system, 5)));

    const second = await startWorker(system.context);
    await until(() => isDelivered(endpoint));
    const arrived = receiver.received.map(({ body }) => `${body.data.orderId} ${body.data.sequence}`);
    expect([...new Set(arrived)].toSorted()).toEqual(orderIds.map((id) => `${id} 1`).toSorted());
    expect(await second.end()).toBe(0);
  },
  timeoutMs,
);

test.concurrent(
  'a worker that gets SIGTERM while a receiver hangs exits in time, and its delivery is left to another one',
  async ({ onTestFinished }) => {
    const { system, receiver, endpoint } = await startWithReceiver(onTestFinished);
    receiver.answer = () => undefined;
    await system.client.place();
    await until(() => receiver.received.length === 1);
    expect(await system.worker.end('SIGTERM')).toBe(0);
    expect(system.worker.log.at(-1)).toMatchObject({ msg: 'stopped' });
    expect(await endpoint.deliveries()).toMatchObject([{ status: 'pending', attempts: 1 }]);

    receiver.answer = (response) => response.writeHead(204).end();
    const second = await startWorker(system.context);
    await until(() => isDelivered(endpoint));
    expect(await second.end()).toBe(0);
  },
  timeoutMs,
);

test.concurrent(
  'a receiver that does not answer is given up after 10 s, and other endpoints do not wait for it',
  async ({ onTestFinished }) => {
    const { system, receiver, endpoint } = await startWithReceiver(onTestFinished);
    receiver.answer = () => undefined;
    const prompt = await startReceiver();
    onTestFinished(() => prompt.close());
    await register(system.client, prompt.url, { events: ['order.placed'] });
    const startedAt = Date.now();
    await placeMany(system, 60);
    await until(() => prompt.received.length === 60, 9_000);
    // No more than ten at a time.
    expect(receiver.received.length).toBe(10);
    await until(
      async () => (await endpoint.deliveries()).some(({ error }) => error === 'no answer within 10 s'),
      15_000,
    );
    expect(Date.now() - startedAt).toBeGreaterThan(9_900);
  },
  timeoutMs,
);

test.concurrent(
  'an answer that takes longer than a connection may be idle still counts, on a new and on a kept connection',
  async ({ onTestFinished }) => {
    const system = await startSystem();
    onTestFinished(() => system.close());
    const receiver = await startRawReceiver((socket) =>
      setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 6_000),
    );
    onTestFinished(() => receiver.close());
    const endpoint = await register(system.client, `http://127.0.0.1:${receiver.port}/hook`);
    for (const count of [1, 2]) {
      await system.client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
      await until(async () => {
        const deliveries = await endpoint.deliveries();
        return deliveries.length === count && deliveries.every(({ status }) => status !== 'pending');
      }, 15_000);
    }
    const { rows } = await system.context.postgres.query(
      'select status, attempts from webhook_deliveries where endpoint_id = $1',
      [endpointIdToUuid(endpoint.id)],
    );
    expect(rows).toEqual([
      { status: 'delivered', attempts: 1 },
      { status: 'delivered', attempts: 1 },
    ]);
  },
  timeoutMs,
);
