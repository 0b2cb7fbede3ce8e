import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Answer, type Client } from '../support/client.ts';
import { operatorCredentials, signIn } from '../support/operator.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { backendToken, signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

let system: System;
let shop: Client;
let till: Client;
let adaToken: string;
let ada: Client;

beforeAll(async () => {
  const env = { REMINDER_LEAD_SECONDS: '1' };
  system = await startSystem({ apiEnv: env, workerEnv: env });
  shop = system.client;
  till = createClient(system.api.url, await signToken({ sub: 'till', scope: 'orders:any' }));
  adaToken = await signToken({ sub: 'ada', scope: 'orders payments' });
  ada = createClient(system.api.url, adaToken);
});
afterAll(() => system.close());

const byShop = { kind: 'backend', subject: 'shop' };
const byTill = { kind: 'backend', subject: 'till' };
const byAda = { kind: 'customer', subject: 'ada' };
const bySystem = (subject: string) => ({ kind: 'system', subject });

const order = { amount: 12_900, currency: 'CNY' };
const place = async (by: Client, members: object = {}): Promise<Answer['body']> =>
  (await by.post('/v1/orders', { ...order, ...members })).body;
const timeline = async (id: string, by = shop): Promise<{ type: string; actor?: object | null }[]> =>
  (await by.get(`/v1/orders/${id}/events`)).body.data;
const actorsOf = async (id: string) => (await timeline(id)).map(({ type, actor }) => [type, actor]);

const patch = (by: Client, path: string, body: object) =>
  by.send(path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

test('every change tells a backend who made it', async () => {
  const { id } = await place(ada);
  const path = `/v1/orders/${id}`;
  await shop.post(`${path}/extend`, { seconds: 60 });
  await till.post(`${path}/extend`, { seconds: 60 }, { 'Idempotency-Key': 'extend' });
  await shop.post(`/v1/test/orders/${id}/advance`, { seconds: 60 });
  await till.post(`/v1/test/orders/${id}/advance`, { seconds: 60 }, { 'Idempotency-Key': 'advance' });
  await patch(till, path, { reference: 'R-1' });
  const { body: attempt } = await ada.post(`${path}/payment-attempts`, { provider: 'bank' });
  await shop.post(`${path}/payment-attempts/${attempt.id}/fail`, { reason: 'declined' });
  const again = { 'Idempotency-Key': 'start' };
  const { body: another } = await till.post(`${path}/payment-attempts`, { reference: '2' }, again);
  await ada.post(`${path}/payment-attempts/${another.id}/fail`);
  await ada.post(`${path}/pay`, { paymentReference: 'pay_1' });
  await till.post(`${path}/pay`, { paymentReference: 'pay_2' });
  const { body: refunds } = await shop.get(`/v1/refunds?orderId=${id}`);
  await shop.post(`/v1/refunds/${refunds.data[0].id}/refunded`);
  expect(await actorsOf(id)).toEqual([
    ['order.placed', byAda],
    ['order.extended', byShop],
    ['order.extended', byTill],
    ['order.advanced', byShop],
    ['order.advanced', byTill],
    ['order.updated', byTill],
    ['order.payment_started', byAda],
    ['order.payment_failed', byShop],
    ['order.payment_started', byTill],
    ['order.payment_failed', byAda],
    ['order.paid', byAda],
    ['payment.refund_required', byTill],
    ['payment.refunded', byShop],
  ]);
});

test('whoever sends requests at the same moment, each change keeps its own actor', async () => {
  const customers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const subject = `customer ${index}`;
      const client = createClient(
        system.api.url,
        await signToken({ sub: subject, scope: 'orders payments' }),
      );
      return { client, actor: { kind: 'customer', subject } };
    }),
  );
  const backends = [
    { client: shop, actor: byShop },
    { client: till, actor: byTill },
  ];
  const callers = [...customers, ...backends];
  const orders = await Promise.all(
    callers.map(async ({ client, actor }) => ({ id: (await place(client)).id, client, actor })),
  );
  await Promise.all(
    orders.map(({ id, client }, index) => client.post(`/v1/orders/${id}/${index % 2 ? 'pay' : 'cancel'}`)),
  );
  for (const [index, { id, actor }] of orders.entries()) {
    const final = index % 2 ? 'order.paid' : 'order.cancelled';
    expect(await actorsOf(id)).toEqual([
      ['order.placed', actor],
      [final, actor],
    ]);
  }
});

test('the actor of a repeated request is that of the one that was done', async () => {
  const key = { 'Idempotency-Key': 'placed once' };
  const [first, second] = [
    await ada.post('/v1/orders', order, key),
    await ada.post('/v1/orders', order, key),
  ];
  expect(second.body.id).toBe(first.body.id);
  expect(await actorsOf(first.body.id)).toEqual([['order.placed', byAda]]);
});

test('a reminder and a deadline are changes of the system', async () => {
  const { id } = await place(shop, { expiresInSeconds: 2 });
  await until(async () => (await timeline(id)).length === 3);
  expect(await actorsOf(id)).toEqual([
    ['order.placed', byShop],
    ['order.expiring', bySystem('reminder')],
    // The sweep may be first.
    ['order.cancelled', bySystem(expect.stringMatching(/^(expiry|sweep)$/) as string)],
  ]);
});

test('customers and view tokens are not told who made a change', async () => {
  const { id, viewToken } = await place(shop, { customerId: 'ada' });
  await shop.post(`/v1/orders/${id}/pay`);
  const path = `/v1/orders/${id}/stream`;
  const fromStart = { 'Last-Event-ID': '0' };
  const [viewers, adas, shops] = await Promise.all([
    openStream(`${system.api.url}${path}?token=${viewToken}`, fromStart),
    openStream(system.api.url + path, { ...fromStart, Authorization: `Bearer ${adaToken}` }),
    openStream(system.api.url + path, { ...fromStart, Authorization: `Bearer ${backendToken}` }),
  ]);
  await Promise.all([viewers, adas, shops].map((stream) => stream.ended()));
  for (const stream of [viewers, adas]) {
    expect(stream.events.map(({ event }) => event)).toEqual(['snapshot', 'order.placed', 'order.paid']);
    expect(stream.text()).not.toContain('actor');
  }
  expect(shops.events.slice(1).map(({ data }) => data.actor)).toEqual([byShop, byShop]);
  for (const query of ['', '?limit=5']) {
    const { body } = await ada.get(`/v1/orders/${id}/events${query}`);
    expect(body.data).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('actor');
  }
});

test('an open stream tells a backend who made a change, and nobody else', async () => {
  const { id } = await place(shop, { customerId: 'ada' });
  const open = (token: string) =>
    openStream(`${system.api.url}/v1/orders/${id}/stream`, { Authorization: `Bearer ${token}` });
  const [adas, shops] = await Promise.all([open(adaToken), open(backendToken)]);
  await Promise.all([adas, shops].map((stream) => stream.event('snapshot')));
  await ada.post(`/v1/orders/${id}/cancel`);
  await Promise.all([adas, shops].map((stream) => stream.ended()));
  expect(shops.events.at(-1)?.data).toMatchObject({ type: 'order.cancelled', actor: byAda });
  expect(adas.events.at(-1)?.data).toMatchObject({ type: 'order.cancelled' });
  expect(adas.text()).not.toContain('actor');
});

test('the feed, webhooks and the page of the order tell who made a change', async () => {
  const receiver = await startReceiver();
  const endpoint = await register(shop, receiver.url);
  const { id } = await place(ada);
  await till.post(`/v1/orders/${id}/cancel`);
  const told = await until(() => {
    const about = receiver.received.filter(({ body }) => body.data.orderId === id);
    return about.length === 2 ? about : null;
  });
  const actors = new Map(told.map(({ body }) => [body.type, body.data['actor']]));
  expect(actors).toEqual(
    new Map([
      ['order.placed', byAda],
      ['order.cancelled', byTill],
    ]),
  );
  const { data: events } = await until(async () => {
    const { body } = await shop.get('/v1/events?limit=100&types=order.placed,order.cancelled');
    const own = body.data.filter(({ orderId }: { orderId: string }) => orderId === id);
    return own.length === 2 ? { data: own } : null;
  });
  expect(events.map(({ actor }: { actor: object }) => actor)).toEqual([byAda, byTill]);
  const operator = await signIn(system.api.url, operatorCredentials);
  const { body: shown } = await operator.get(`/admin/api/orders/${id}`);
  expect(shown.events.data.map(({ actor }: { actor: object }) => actor)).toEqual([byAda, byTill]);
  await endpoint.remove();
  await receiver.close();
});

test('an event from before actors were kept has none', async () => {
  const { id } = await place(ada);
  await system.context.postgres.query(
    'update order_events set actor_kind = null, actor_subject = null where order_id = $1',
    [orderIdToUuid(id)],
  );
  expect(await actorsOf(id)).toEqual([['order.placed', null]]);
});

test('once a customer is erased, no event names it, and the erasure tells who asked for it', async () => {
  const customer = 'grace hopper';
  const grace = createClient(system.api.url, await signToken({ sub: customer, scope: 'orders payments' }));
  const [paid, pending] = [await place(grace), await place(grace)];
  await grace.post(`/v1/orders/${paid.id}/pay`);
  await till.post(`/v1/customers/${encodeURIComponent(customer)}/erase`);
  await grace.post(`/v1/orders/${pending.id}/cancel`);
  await until(async () => (await timeline(pending.id)).length === 3);
  const nobody = { kind: 'customer', subject: null };
  for (const { id } of [paid, pending]) {
    const events = await timeline(id);
    expect(events.map(({ actor }) => actor)).toEqual([nobody, nobody, byTill]);
  }
});
