import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startReceiver, verify, type Receiver } from './support/webhook-receiver.ts';
import { startSystem, type System } from './support/system.ts';
import { until } from './support/until.ts';

let system: System;
let receiver: Receiver;
let endpoint: { id: string; secret: string };

interface TimelineEntry {
  type: string;
  occurredAt: string;
  sequence: number;
  data: object;
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

const arrived = (orderId: string) => receiver.received.filter(({ body }) => body.data.orderId === orderId);

test('what happens to an order arrives signed, in full, and once', async () => {
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
    expect(events.map(({ body }) => body)).toEqual(
      timeline.map(({ type, occurredAt, sequence, data }: TimelineEntry) => ({
        type,
        timestamp: occurredAt,
        data: { orderId: id, sequence, ...data },
      })),
    );
  }
  const ids = receiver.received.map(({ id }) => id);
  expect(new Set(ids).size).toBe(6);
  expect(ids).toContain(`${paid.id.replace('ord_', 'evt_')}_2`);
});

test('a ping arrives on the same way', async () => {
  const { status, body } = await system.client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
  expect([status, body.status, body.type]).toEqual([202, 'pending', 'webhook.ping']);
  const ping = await until(() => receiver.received[0]);
  verify(ping, endpoint.secret);
  expect([ping.id, ping.body.type]).toEqual([body.eventId, 'webhook.ping']);
});
