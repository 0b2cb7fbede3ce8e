import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { document, mismatch, pointer } from '../support/openapi.ts';
import { startReceiver, verify, type Receiver } from '../support/webhook-receiver.ts';
import { startSystem, type System } from '../support/system.ts';
import { readMetrics } from '../support/metrics.ts';
import { until } from '../support/until.ts';

let system: System;
let receiver: Receiver;
let endpoint: { id: string; secret: string };

interface TimelineEntry {
  type: string;
  occurredAt: string;
  sequence: number;
  data: object;
  actor: object;
}

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

beforeEach(async () => {
  receiver = await startReceiver();
  endpoint = (await system.client.post('/v1/webhook-endpoints', { url: receiver.url })).body;
  return async () => {
    await system.client.send(`/v1/webhook-endpoints/${endpoint.id}`, { method: 'DELETE' });
    await receiver.close();
  };
});

/** The schema in the OpenAPI document of what is sent for a type of events. */
function schemaOf(type: string): string {
  const { schema } = document.webhooks[type]!.post.requestBody.content['application/json'];
  return schema.$ref.split('/').at(-1)!;
}

const arrived = (orderId: string) => receiver.received.filter(({ body }) => body.data.orderId === orderId);

test('each event of an order arrives once, signed and complete', async () => {
  const { body: paid } = await system.client.place();
  await system.client.post(`/v1/orders/${paid.id}/pay`, { paymentReference: 'pay_1' });
  const { body: left } = await system.client.place();
  await system.client.post(`/v1/orders/${left.id}/cancel`, { reason: 'Ordered twice' });
  const { body: late } = await system.client.place({ expiresInSeconds: 1 });

  await until(() => receiver.received.length === 6);
  for (const each of receiver.received) verify(each, endpoint.secret);
  for (const { id } of [paid, left, late]) {
    const events = arrived(id).toSorted((a, b) => a.body.data.sequence - b.body.data.sequence);
    const timeline = (await system.client.get(`/v1/orders/${id}/events`)).body.data;
    const { body: order } = await system.client.get(`/v1/orders/${id}`);
    for (const { body } of events) {
      expect(mismatch(pointer('components', 'schemas', schemaOf(body.type)), body)).toBeNull();
      const { order: told, sequence } = body.data as unknown as { order: typeof order; sequence: number };
      expect(told.version).toBeGreaterThanOrEqual(sequence);
    }
    expect(events.at(-1)?.body.data['order']).toEqual(order);
    expect(
      events.map(({ body: { data, ...body } }) => ({ ...body, data: { ...data, order: undefined } })),
    ).toEqual(
      timeline.map(({ type, occurredAt, sequence, data, actor }: TimelineEntry) => ({
        type,
        timestamp: occurredAt,
        data: { orderId: id, sequence, ...data, actor },
      })),
    );
  }
  const ids = receiver.received.map(({ id }) => id);
  expect(new Set(ids).size).toBe(6);
  for (const id of ids) expect(id).toMatch(/^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  const path = `/v1/webhook-endpoints/${endpoint.id}/deliveries`;
  const { body: history } = await system.client.get(path);
  expect(history.data.map(({ eventId }: { eventId: string }) => eventId).toSorted()).toEqual(ids.toSorted());
});

test('an event from before events had ids keeps the webhook-id that its receivers know', async () => {
  receiver.answer = (response) => response.writeHead(500).end();
  const { body: order } = await system.client.place();
  await until(() => receiver.received.length === 1);
  await system.context.postgres.query('update order_events set event_id = null where sequence = 1');
  receiver.answer = (response) => response.writeHead(204).end();
  await until(() => receiver.received.length === 2);
  expect(receiver.received[1]?.id).toBe(`${order.id.replace('ord_', 'evt_')}_1`);
});

test('an event that takes the place of one that a failover lost has another webhook-id', async () => {
  const { body: order } = await system.client.place();
  const lost = await until(() => receiver.received[0]);
  const { postgres } = system.context;
  await postgres.query('delete from webhook_deliveries');
  await postgres.query('delete from order_events');
  await postgres.query('delete from orders');
  await postgres.query(
    `insert into orders (id, amount, currency, created_at, expires_at, version)
     select $1, 100, 'EUR', now() - interval '1 hour', now() - interval '1 second', 0`,
    [orderIdToUuid(order.id)],
  );
  await until(() => receiver.received.length === 2);
  const [, other] = receiver.received;
  expect([lost.body.type, other?.body.type]).toEqual(['order.placed', 'order.cancelled']);
  expect([lost.body.data.sequence, other?.body.data.sequence]).toEqual([1, 1]);
  expect(other?.id).not.toBe(lost.id);
});

test('a ping arrives signed', async () => {
  const { status, body } = await system.client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
  expect([status, body.status, body.type]).toEqual([202, 'pending', 'webhook.ping']);
  const ping = await until(() => receiver.received[0]);
  verify(ping, endpoint.secret);
  expect([ping.id, ping.body.type]).toEqual([body.eventId, 'webhook.ping']);
});

test('the example receiver accepts events and prints each once', async () => {
  // It listens where the registered receiver did.
  const example = fileURLToPath(new URL('../../examples/webhook-receiver.ts', import.meta.url));
  const port = new URL(receiver.url).port;
  await receiver.close();
  const child = spawn(process.execPath, [example, endpoint.secret, port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  try {
    await until(() => lines.length === 1);
    const { body: order } = await system.client.place();
    await until(() => lines.includes(`order.placed ${order.id} 1`));
    const path = `/v1/webhook-endpoints/${endpoint.id}/deliveries`;
    await until(async () => (await system.client.get(path)).body.data[0].status === 'delivered');
    const { body } = await system.client.get(path);
    expect(body).toMatchObject({
      data: [{ type: 'order.placed', orderId: order.id, sequence: 1, responseStatus: 204, attempts: 1 }],
      nextCursor: null,
    });
    const forged = await fetch(receiver.url, { method: 'POST', body: '{}' });
    expect(forged.status).toBe(400);
  } finally {
    child.kill();
  }
});

test('the delivery history can be paged without gaps or repeats, and refuses broken cursors', async () => {
  for (let n = 0; n < 5; n += 1) await system.client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const path = `/v1/webhook-endpoints/${endpoint.id}/deliveries?limit=2${query}`;
    const { body } = await system.client.get(path);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  expect(new Set(ids).size).toBe(5);
  expect(ids).toHaveLength(5);
  // Not one of our cursors, and a time that Postgres can't represent.
  const absurd = '-271821-04-20T00:00:00.000Z whd_01jdkz3y8re0fv2x9k7q5m4n6p';
  for (const wrong of ['eA', Buffer.from(absurd).toString('base64url')]) {
    const refused = await system.client.get(
      `/v1/webhook-endpoints/${endpoint.id}/deliveries?cursor=${wrong}`,
    );
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
  }
});

test('the metrics of the worker count deliveries', async () => {
  await system.client.place();
  await until(() => receiver.received.length === 1);
  await until(async () => {
    const samples = await readMetrics(system.worker);
    return samples.value('order_countdown_webhook_attempts_total', { outcome: 'delivered' });
  });
  const samples = await readMetrics(system.worker);
  expect(samples.value('order_countdown_webhook_latency_seconds_count')).toBeGreaterThan(0);
  expect(samples.value('order_countdown_queue_jobs', { queue: 'webhook', state: 'failed' })).toBe(0);
});
