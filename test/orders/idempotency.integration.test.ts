import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, sampleOrder } from '../support/client.ts';
import { startApi } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

const place = (key: string, body: object = sampleOrder, client = system.client) =>
  client.post('/v1/orders', body, { 'Idempotency-Key': key });

const countOrders = async () =>
  (await system.context.postgres.query('select count(*)::int as count from orders')).rows[0].count;

test('a repeated request is answered with the order as it is now', async () => {
  const first = await place('key 1');
  expect(first.headers.has('idempotency-replayed')).toBe(false);
  await system.client.post(`/v1/orders/${first.body.id}/pay`);
  const again = await place('key 1');
  expect(again).toMatchObject({ status: 201, body: { id: first.body.id, status: 'paid', version: 2 } });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
});

test('a request whose members are in another order counts as the same', async () => {
  const { customerId, amount, currency } = sampleOrder;
  const first = await place('key 2', { customerId, amount, currency, metadata: { a: 1, b: 2 } });
  const again = await place('key 2', { currency, metadata: { b: 2, a: 1 }, amount, customerId });
  expect(again.body.id).toBe(first.body.id);
});

test.each([
  ['amount', { amount: 1 }],
  ['window', { expiresInSeconds: 60 }],
  ['reference', { reference: 'other' }],
  ['metadata', { metadata: { gift: true } }],
])('another %s under the same key is refused and creates no order', async (what, change) => {
  await place(`key for ${what}`);
  const before = await countOrders();
  const other = await place(`key for ${what}`, { ...sampleOrder, ...change });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  expect(await countOrders()).toBe(before);
});

test('a key is separate for each customer', async () => {
  const first = await place('key 3');
  const other = await place('key 3', { ...sampleOrder, customerId: 'cus_43' });
  expect(other.status).toBe(201);
  expect(other.body.id).not.toBe(first.body.id);
  const { customerId: _, ...anonymous } = sampleOrder;
  const guests = [await place('key 3', anonymous), await place('key 3', anonymous)];
  expect(new Set(guests.map(({ body }) => body.id)).size).toBe(1);
  const customer = createClient(system.api.url, await signToken({ sub: 'cus_44', scope: 'orders' }));
  expect(await place('key 3', anonymous, customer)).toMatchObject({ body: { customerId: 'cus_44' } });
});

test.each([
  ['', 'empty'],
  ['x'.repeat(256), 'too long'],
  ['caf\u00e9', 'not ASCII'],
])('the key %j, which is %s, is refused', async (key) => {
  const before = await countOrders();
  expect(await place(key)).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
  expect(await countOrders()).toBe(before);
});

test('two hundred concurrent duplicates at two api processes create one order', async () => {
  const second = await startApi(system.context);
  const clients = [system.client, createClient(second.url)];
  const before = await countOrders();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => place('key 4', sampleOrder, clients[index % 2])),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
  expect(await countOrders()).toBe(before + 1);
  const { rows } = await system.context.postgres.query(
    `select count(*)::int as events from order_events join idempotency_keys using (order_id)
     where key = 'key 4'`,
  );
  expect(rows[0].events).toBe(1);
  await second.end();
});
