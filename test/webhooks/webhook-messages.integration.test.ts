import { afterAll, beforeAll, expect, test } from 'vitest';
import { document, mismatch, pointer } from '../support/openapi.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { register } from '../support/webhook-system.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';

/* What arrives is compared with the `webhooks` of the OpenAPI document, for every type of events that it names. */

let system: System;
let receiver: Receiver;

beforeAll(async () => {
  system = await startSystem({
    apiEnv: { REMINDER_LEAD_SECONDS: '1' },
    workerEnv: { REMINDER_LEAD_SECONDS: '1' },
  });
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.close();
  await system.close();
});

test('the webhook of every type of events is as documented, and tells the whole order', async () => {
  const { client } = system;
  const endpoint = await register(client, receiver.url);
  const place = async (members: Record<string, unknown> = {}) =>
    (await client.place(members)).body.id as string;
  const reminded = await place({ expiresInSeconds: 2 });
  const paid = await place();
  const path = `/v1/orders/${paid}`;
  await client.post(`${path}/extend`, { seconds: 60 });
  const { body: attempt } = await client.post(`${path}/payment-attempts`, { provider: 'bank' });
  await client.post(`${path}/payment-attempts/${attempt.id}/fail`, { reason: 'declined' });
  await client.post(`${path}/pay`, { paymentReference: 'pay_1' });
  await client.post(`${path}/pay`, { paymentReference: 'pay_2' });
  await client.post(`/v1/webhook-endpoints/${endpoint.id}/test`, {});
  // Only a migration writes it.
  await system.context.postgres.query(
    `with event as (
       insert into order_events (order_id, sequence, type, data, occurred_at)
       select order_id, sequence + 1, 'payment.refund_withdrawn', data, now()
       from order_events where type = 'payment.refund_required' returning *
     ), counted as (
       update orders set version = event.sequence from event where orders.id = event.order_id
     )
     insert into webhook_outbox (order_id, sequence, type, occurred_at)
     select order_id, sequence, type, occurred_at from event`,
  );
  const documented = Object.keys(document.webhooks);
  const seen = () => new Set(receiver.received.map(({ body }) => body.type));
  await until(() => documented.every((type) => seen().has(type)));

  for (const { body } of receiver.received) {
    const place = pointer(
      ...['webhooks', body.type, 'post', 'requestBody', 'content', 'application/json', 'schema'],
    );
    expect([body.type, mismatch(place, body)]).toEqual([body.type, null]);
    const { orderId, sequence, order } = body.data as unknown as {
      orderId: string;
      sequence: number;
      order: { id: string; version: number };
    };
    if (body.type === 'webhook.ping') expect(body.data).toEqual({});
    else expect(order.id).toBe(orderId);
    if (order) expect(order.version).toBeGreaterThanOrEqual(sequence);
  }
  const last = receiver.received.findLast(({ body }) => body.data.orderId === reminded);
  const { body: order } = await client.get(`/v1/orders/${reminded}`);
  expect(last?.body.data['order']).toEqual(order);
  // What was written by hand would break a promise: the refund is still due.
  await system.context.postgres.query(
    `with event as (delete from order_events where type = 'payment.refund_withdrawn' returning order_id)
     update orders set version = version - 1 from event where orders.id = event.order_id`,
  );
});
