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
  await client.send(path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ reference: 'R-2' }),
  });
  await client.post(`/v1/test/orders/${paid}/advance`, { seconds: 60 });
  const { body: attempt } = await client.post(`${path}/payment-attempts`, { provider: 'bank' });
  await client.post(`${path}/payment-attempts/${attempt.id}/fail`, { reason: 'declined' });
  await client.post(`${path}/pay`, { paymentReference: 'pay_1' });
  await client.post(`${path}/pay`, { paymentReference: 'pay_2' });
  const { body: refunds } = await client.get(`/v1/refunds?orderId=${paid}`);
  await client.post(`/v1/refunds/${refunds.data[0].id}/refunded`, {});
  await client.post(`/v1/orders/${await place({ customerId: 'ada' })}/cancel`, {});
  await client.post('/v1/customers/ada/erase', {});
  await client.post(`/v1/webhook-endpoints/${endpoint.id}/test`, {});
  // Only a migration writes it.
  await system.context.postgres.query(
    `with event as (
       insert into order_events (order_id, sequence, type, data, occurred_at)
       select order_id, version + 1, 'payment.refund_withdrawn', data - 'refundId', now()
       from order_events join orders on orders.id = order_id where type = 'payment.refund_required' returning *
     ), counted as (
       update orders set version = event.sequence from event where orders.id = event.order_id
     )
     insert into webhook_outbox (order_id, sequence, type, occurred_at)
     select order_id, sequence, type, occurred_at from event`,
  );
  const documented = Object.keys(document.webhooks);
  const seen = () => new Set(receiver.received.map(({ body }) => body.type));
  await until(() => documented.every((type) => seen().has(type)));
  const aboutReminded = () => receiver.received.filter(({ body }) => body.data.orderId === reminded);
  await until(() => aboutReminded().some(({ body }) => body.type === 'order.cancelled'));

  for (const { body } of receiver.received) {
    const content = ['requestBody', 'content', 'application/json', 'schema'];
    const place = pointer('webhooks', body.type, 'post', ...content);
    expect([body.type, mismatch(place, body)]).toEqual([body.type, null]);
  }
  const [pings, events] = [true, false].map((isPing) =>
    receiver.received.flatMap(({ body }) => ((body.type === 'webhook.ping') === isPing ? body.data : [])),
  );
  expect(pings).toEqual([{}]);
  for (const { orderId, sequence, order } of events ?? []) {
    const told = order as { id: string; version: number };
    expect(told.id).toBe(orderId);
    expect(told.version).toBeGreaterThanOrEqual(sequence);
  }
  const last = aboutReminded().find(({ body }) => body.type === 'order.cancelled');
  const { body: order } = await client.get(`/v1/orders/${reminded}`);
  expect(last?.body.data['order']).toEqual(order);
  // What was written by hand would break a promise: the refund is still due.
  await system.context.postgres.query(
    `with event as (delete from order_events where type = 'payment.refund_withdrawn' returning order_id)
     update orders set version = version - 1 from event where orders.id = event.order_id`,
  );
});
