import type { ServerResponse } from 'node:http';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

let system: System;
let receiver: Receiver;

beforeAll(async () => {
  [system, receiver] = await Promise.all([startSystem(), startReceiver()]);
});
afterAll(async () => {
  await system.close();
  await receiver.close();
});

/** In everything that may tell of the customer. */
const secret = 'Ada Lovelace';

let customers = 0;
const newCustomer = () => `${secret} ${++customers}`;

async function place(customerId: string, members: object = {}): Promise<Answer['body']> {
  const items = [{ sku: 'tea-250', name: `Tea for ${secret}`, quantity: 2, unitAmount: 6_450 }];
  const order = { customerId, items, reference: `of ${secret}`, metadata: { gift: secret }, ...members };
  return (await system.client.post('/v1/orders', { amount: 12_900, currency: 'CNY', ...order })).body;
}

const erase = (customerId: string) =>
  system.client.post(`/v1/customers/${encodeURIComponent(customerId)}/erase`);
const order = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body;
const timeline = async (id: string) => (await system.client.get(`/v1/orders/${id}/events`)).body.data;
const typesOf = async (id: string) => (await timeline(id)).map(({ type }: { type: string }) => type);

/** The tables and columns that have the text. */
async function traces(text: string): Promise<string[]> {
  const { postgres } = system.context;
  const { rows: tables } = await postgres.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await postgres.query(`select from ${name} as t where t::text like $1`, [`%${text}%`]);
      return rows.length > 0 ? [name] : [];
    }),
  );
  return found.flat();
}

test('a customer is erased everywhere, and amounts and money stay', async () => {
  const customer = newCustomer();
  const endpoint = await register(system.client, receiver.url);
  receiver.answer = (response) => response.writeHead(200).end(`thank you, ${secret}`);
  const paid = await place(customer);
  const start = { provider: secret, reference: secret };
  await system.client.post(`/v1/orders/${paid.id}/payment-attempts`, start, { 'Idempotency-Key': 'start' });
  const failing = await system.client.post(`/v1/orders/${paid.id}/payment-attempts`, {
    reference: `2 ${secret}`,
  });
  await system.client.post(`/v1/orders/${paid.id}/payment-attempts/${failing.body.id}/fail`, {
    reason: secret,
  });
  await system.client.post(`/v1/orders/${paid.id}/extend`, { seconds: 60 }, { 'Idempotency-Key': secret });
  await system.client.post(`/v1/orders/${paid.id}/pay`, { paymentReference: 'pay_1' });
  const cancelled = await place(customer);
  await system.client.post(`/v1/orders/${cancelled.id}/cancel`, { reason: secret });
  await system.client.post(`/v1/orders/${cancelled.id}/pay`, { paymentReference: 'pay_2' });
  const token = await signToken({ sub: customer, scope: 'orders' });
  await system.client.post(
    '/v1/orders',
    { amount: 1, currency: 'EUR' },
    { Authorization: `Bearer ${token}`, 'Idempotency-Key': secret },
  );
  const own = (await system.client.get(`/v1/orders?customerId=${encodeURIComponent(customer)}`)).body.data[0];
  await system.client.post(`/v1/orders/${own.id}/cancel`);
  await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'delivered'));
  const [last] = await endpoint.deliveries();
  const resent = `/v1/webhook-endpoints/${endpoint.id}/deliveries/${last?.id}/resend`;
  await system.client.post(resent, {}, { 'Idempotency-Key': 'resend' });
  await until(async () => (await endpoint.deliveries()).every(({ status }) => status === 'delivered'));
  expect(await traces(secret)).toEqual(expect.arrayContaining(['orders', 'webhook_attempts']));
  const before = await order(paid.id);
  receiver.answer = (response) => response.writeHead(204).end();

  expect(await erase(customer)).toMatchObject({ status: 200, body: { erasedOrders: 3, pendingOrders: 0 } });

  expect(await traces(secret)).toEqual([]);
  expect(await order(paid.id)).toEqual({
    ...before,
    customerId: null,
    reference: null,
    metadata: {},
    items: [{ sku: 'tea-250', quantity: 2, unitAmount: 6_450 }],
    version: before.version + 1,
  });
  const events = await timeline(paid.id);
  expect(events.at(-1)).toMatchObject({ type: 'customer.erased', data: {}, sequence: before.version + 1 });
  expect(events.at(-2)).toMatchObject({ type: 'order.paid', data: { paymentReference: 'pay_1' } });
  expect(await typesOf(cancelled.id)).toEqual([
    'order.placed',
    'order.cancelled',
    'payment.refund_required',
    'customer.erased',
  ]);
  await until(() => receiver.received.filter(({ body }) => body.type === 'customer.erased').length === 3);
  await endpoint.remove();
});

test('a pending order is erased when it is paid, cancelled or due', async () => {
  const customer = newCustomer();
  const [paid, cancelled, due, later] = await Promise.all([
    place(customer),
    place(customer),
    place(customer, { expiresInSeconds: 2 }),
    place(customer),
  ]);
  expect((await erase(customer)).body).toEqual({ erasedOrders: 0, pendingOrders: 4 });
  expect((await erase(customer)).body).toEqual({ erasedOrders: 0, pendingOrders: 4 });
  expect(await order(paid.id)).toEqual({ ...paid, viewToken: undefined, remainingMs: expect.any(Number) });
  await system.client.post(`/v1/orders/${paid.id}/pay`, { paymentReference: 'pay_1' });
  await system.client.post(`/v1/orders/${cancelled.id}/cancel`, { reason: secret });
  for (const { id } of [paid, cancelled, due]) {
    await until(async () => (await typesOf(id)).at(-1) === 'customer.erased');
    expect(JSON.stringify([await order(id), await timeline(id)])).not.toContain(secret);
  }
  expect(await order(later.id)).toMatchObject({ customerId: customer, status: 'pending', version: 1 });
  await system.client.post(`/v1/orders/${later.id}/cancel`);
  await until(async () => (await traces(customer)).length === 0);
});

test('orders of others, and those that the customer places afterwards, are not erased', async () => {
  const [customer, other] = [newCustomer(), newCustomer()];
  const [own, foreign] = await Promise.all([place(customer), place(other)]);
  for (const { id } of [own, foreign]) await system.client.post(`/v1/orders/${id}/cancel`);
  expect((await erase(customer)).body).toEqual({ erasedOrders: 1, pendingOrders: 0 });
  const next = await place(customer);
  await system.client.post(`/v1/orders/${next.id}/cancel`);
  expect((await erase('nobody')).body).toEqual({ erasedOrders: 0, pendingOrders: 0 });
  for (const { id } of [foreign, next])
    expect(await typesOf(id)).toEqual(['order.placed', 'order.cancelled']);
  expect((await erase(customer)).body).toEqual({ erasedOrders: 1, pendingOrders: 0 });
  await erase(other);
});

test('view tokens of an erased order read nothing, and those of others do', async () => {
  const customer = newCustomer();
  const [erased, kept] = [await place(customer), (await system.client.place({ customerId: undefined })).body];
  await system.client.post(`/v1/orders/${erased.id}/cancel`);
  const paths = ({ id, viewToken }: Answer['body']) =>
    ['', '/countdown'].map((part) => `/v1/orders/${id}${part}?token=${viewToken}`);
  for (const path of paths(erased)) expect(await system.anonymous.get(path)).toMatchObject({ status: 200 });
  await erase(customer);
  for (const path of paths(erased)) {
    expect(await system.anonymous.get(path)).toMatchObject({
      status: 404,
      body: { code: 'order_not_found' },
    });
  }
  const stream = openStream(`${system.api.url}/v1/orders/${erased.id}/stream?token=${erased.viewToken}`, {});
  await expect(stream).rejects.toThrow('404');
  for (const path of paths(kept)) expect(await system.anonymous.get(path)).toMatchObject({ status: 200 });
  expect(await system.client.get(`/v1/orders/${erased.id}`)).toMatchObject({ status: 200 });
});

test('an order that is held is erased when it is free, and holds nobody up', async () => {
  const customer = newCustomer();
  const [held, free] = [await place(customer), await place(customer)];
  for (const { id } of [held, free]) await system.client.post(`/v1/orders/${id}/cancel`);
  const holder = await system.context.postgres.connect();
  try {
    await holder.query('begin');
    await holder.query('select from orders where id = $1 for update', [orderIdToUuid(held.id)]);
    expect((await erase(customer)).body).toEqual({ erasedOrders: 2, pendingOrders: 0 });
    expect(await typesOf(free.id)).toContain('customer.erased');
    expect(await typesOf(held.id)).not.toContain('customer.erased');
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  await until(async () => (await typesOf(held.id)).includes('customer.erased'));
});

test('what a receiver answers to a webhook that was under way during the erasure is not kept', async () => {
  const customer = newCustomer();
  const endpoint = await register(system.client, receiver.url);
  const waiting: ServerResponse[] = [];
  const thank = (response: ServerResponse) => void response.writeHead(200).end(`thank you, ${customer}`);
  receiver.answer = (response) => void waiting.push(response);
  const { id } = await place(customer);
  await system.client.post(`/v1/orders/${id}/cancel`, { reason: customer });
  await until(() => waiting.length >= 2);
  await erase(customer);
  expect(await typesOf(id)).toContain('customer.erased');
  receiver.answer = thank;
  waiting.forEach(thank);
  await until(async () => {
    const deliveries = await endpoint.deliveries();
    return deliveries.length === 3 && deliveries.every(({ status }) => status === 'delivered');
  });
  await until(async () => (await traces(customer)).length === 0);
  await endpoint.remove();
});

test('erasures at the same moment erase each order once', async () => {
  const customer = newCustomer();
  const orders = await Promise.all(Array.from({ length: 10 }, () => place(customer)));
  for (const { id } of orders) await system.client.post(`/v1/orders/${id}/cancel`);
  await Promise.all([erase(customer), erase(customer), erase(customer)]);
  for (const { id } of orders) {
    await until(async () => (await typesOf(id)).includes('customer.erased'));
    expect((await typesOf(id)).filter((type: string) => type === 'customer.erased')).toHaveLength(1);
  }
});

test('an order that is listed again after it was erased is not erased twice', async () => {
  const customer = newCustomer();
  const { id } = await place(customer);
  await system.client.post(`/v1/orders/${id}/cancel`);
  await erase(customer);
  // As a request does that saw the order before it was erased, and listed it after.
  const { postgres } = system.context;
  await postgres.query('insert into erasures (order_id) values ($1)', [orderIdToUuid(id)]);
  await until(async () => (await postgres.query('select from erasures')).rowCount === 0);
  expect(await typesOf(id)).toEqual(['order.placed', 'order.cancelled', 'customer.erased']);
});

test.each(['%00', '%ED%A0%80', 'x'.repeat(256)])(
  'the customer %s, whom no order can have, is refused',
  async (id) => {
    expect(await system.client.post(`/v1/customers/${id}/erase`)).toMatchObject({ status: 400 });
  },
);
