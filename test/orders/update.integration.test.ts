import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

/* Changing what an order is about. */

let system: System;
let withCors: RunningProcess;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  withCors = await startApi(system.context, { CORS_ORIGINS: 'https://shop.example' });
});

afterAll(async () => {
  await withCors.end();
  await system.close();
});

const patch = (id: string, body: unknown): Promise<Answer> =>
  system.client.send(`/v1/orders/${id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const read = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body;
const tea = { sku: 'tea', quantity: 2, unitAmount: 100 };
const place = async (overrides = {}) => (await system.client.place({ amount: 200, ...overrides })).body;

test('what is sent is changed, and the rest stays', async () => {
  const order = await place({ reference: 'R-1', metadata: { a: 1, b: 2 } });
  const { remainingMs: _, viewToken: __, ...stays } = order;
  const changed = { reference: 'R-2', metadata: { c: null } };
  expect(await patch(order.id, changed)).toMatchObject({
    status: 200,
    body: { ...stays, ...changed, version: 2 },
  });
  expect((await read(order.id)).metadata).toEqual({ c: null });
  const cleared = await patch(order.id, { reference: null });
  expect(cleared).toMatchObject({
    status: 200,
    body: { reference: null, metadata: { c: null }, version: 3 },
  });
  const { body: timeline } = await system.client.get(`/v1/orders/${order.id}/events`);
  expect(timeline.data.slice(1)).toMatchObject([
    { type: 'order.updated', data: { changed: ['reference', 'metadata'], reference: 'R-2', amount: 200 } },
    { type: 'order.updated', data: { changed: ['reference'], reference: null, amount: 200 } },
  ]);
});

test.each<[string, (order: { [name: string]: unknown }) => object]>([
  ['nothing', () => ({})],
  [
    'what it is already',
    ({ reference, metadata, items, amount }) => ({ reference, metadata, items, amount }),
  ],
])('an order that is changed to %s is as before, and its timeline too', async (_, bodyOf) => {
  const order = await place({ reference: 'R-1', items: [tea], metadata: { a: 1 } });
  expect(await patch(order.id, bodyOf(order))).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await read(order.id)).toMatchObject({ version: 1 });
});

test('the amount of an order must equal the sum of its items, whichever of them changes', async () => {
  const order = await place({ items: [tea] });
  for (const body of [{ amount: 300 }, { items: [{ ...tea, quantity: 3 }] }, { items: [tea], amount: 300 }]) {
    const refused = await patch(order.id, body);
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(refused.body.errors).toMatchObject([{ path: 'amount' }]);
    expect(refused.body.errors[0].message).toContain(
      'items' in body && body.items[0]?.quantity === 3 ? '300' : '200',
    );
  }
  expect(await read(order.id)).toMatchObject({ amount: 200, version: 1 });
  const items = [{ ...tea, quantity: 3 }];
  expect(await patch(order.id, { items, amount: 300 })).toMatchObject({
    status: 200,
    body: { items, amount: 300 },
  });
  expect(await patch(order.id, { items: [], amount: 50 })).toMatchObject({
    status: 200,
    body: { items: [], amount: 50 },
  });
  expect(await patch(order.id, { amount: 60 })).toMatchObject({
    status: 200,
    body: { amount: 60, version: 4 },
  });
});

test('what is paid is the changed amount', async () => {
  const { id } = await place();
  await patch(id, { amount: 250 });
  const pay = (amount: number) =>
    system.client.post(`/v1/orders/${id}/pay`, { amount, paymentReference: `p${amount}` });
  expect(await pay(200)).toMatchObject({ status: 422, body: { code: 'amount_mismatch' } });
  expect(await pay(250)).toMatchObject({ status: 200, body: { status: 'paid', amount: 250 } });
});

test('while a payment attempt is open, the amount stays, and all else may change', async () => {
  const { id } = await place();
  const attempts = `/v1/orders/${id}/payment-attempts`;
  const { body: attempt } = await system.client.post(attempts, {});
  expect(await patch(id, { amount: 250 })).toMatchObject({
    status: 409,
    body: { code: 'payment_in_progress' },
  });
  expect(await patch(id, { amount: 200, reference: 'R-2' })).toMatchObject({
    status: 200,
    body: { reference: 'R-2', paymentInProgress: true },
  });
  await system.client.post(`${attempts}/${attempt.id}/fail`);
  expect(await patch(id, { amount: 250 })).toMatchObject({ status: 200, body: { amount: 250 } });
});

test('an order that can no longer be paid is not changed', async () => {
  const [paid, cancelled, expired] = [await place(), await place(), await place({ expiresInSeconds: 1 })];
  await system.client.post(`/v1/orders/${paid.id}/pay`);
  await system.client.post(`/v1/orders/${cancelled.id}/cancel`);
  await until(async () => (await read(expired.id)).remainingMs === 0);
  for (const [{ id }, code] of [
    [paid, 'order_already_paid'],
    [cancelled, 'order_cancelled'],
    [expired, 'order_expired'],
  ] as const) {
    expect(await patch(id, { reference: 'R-2' })).toMatchObject({ status: 409, body: { code } });
    expect((await read(id)).reference).toBeNull();
  }
  expect(await patch('ord_01jdkz3y8re0fv2x9k7q5m4n6p', {})).toMatchObject({
    status: 404,
    body: { code: 'order_not_found' },
  });
});

test.each<[object, string]>([
  [{ reference: '' }, 'reference'],
  [{ metadata: null }, 'metadata'],
  [{ metadata: { note: {} } }, 'metadata.note'],
  [{ items: [{ ...tea, price: 1 }] }, 'items.0.price'],
  [{ amount: 0 }, 'amount'],
  [{ amount: null }, 'amount'],
  [{ currency: 'EUR' }, 'currency'],
  [{ customerId: 'cus_43' }, 'customerId'],
  [{ status: 'paid' }, 'status'],
])('a change to %j is refused', async (body, path) => {
  const { id } = await place();
  expect(await patch(id, body)).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  expect(await read(id)).toMatchObject({ version: 1 });
});

test('of changes at the same moment, each is made, on top of the other', async () => {
  const { id } = await place();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      patch(id, n % 2 === 0 ? { reference: `R-${n}` } : { metadata: { n } }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const versions = answers.map(({ body }) => body.version as number);
  expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
});

test('pages of listed origins may send PATCH', async () => {
  const { status, headers } = await fetch(`${withCors.url}/v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'PATCH' },
  });
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-methods')).toContain('PATCH');
});
