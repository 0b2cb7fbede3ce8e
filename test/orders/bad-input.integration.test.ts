import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleOrder } from '../support/client.ts';
import { tally } from '../support/ledger.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let orderId: string;

beforeAll(async () => {
  system = await startSystem();
  orderId = (await system.client.place()).body.id;
});

afterAll(() => system.close());

const item = { sku: 'tea', quantity: 2, unitAmount: 100 };
const json = { 'Content-Type': 'application/json' };

/** [what is wrong, body, path in the problem] */
const refusedOrders: [string, unknown, string][] = [
  ['no amount', { currency: 'EUR' }, 'amount'],
  ['an amount of the wrong type', { ...sampleOrder, amount: '12900' }, 'amount'],
  ['a negative amount', { ...sampleOrder, amount: -1 }, 'amount'],
  ['an amount of 0', { ...sampleOrder, amount: 0 }, 'amount'],
  ['a fractional amount', { ...sampleOrder, amount: 129.5 }, 'amount'],
  ['an amount beyond exact numbers', { ...sampleOrder, amount: 1e18 }, 'amount'],
  ['an unknown currency', { ...sampleOrder, currency: 'ZZZ' }, 'currency'],
  ['a currency in lower case', { ...sampleOrder, currency: 'cny' }, 'currency'],
  ["items that don't add up", { ...sampleOrder, amount: 201, items: [item] }, 'amount'],
  [
    'an item without a quantity',
    { ...sampleOrder, items: [{ sku: 'tea', unitAmount: 1 }] },
    'items.0.quantity',
  ],
  ['items that are not a list', { ...sampleOrder, items: 'tea' }, 'items'],
  ['a window of 0', { ...sampleOrder, expiresInSeconds: 0 }, 'expiresInSeconds'],
  ['a window of 31 days', { ...sampleOrder, expiresInSeconds: 2_678_400 }, 'expiresInSeconds'],
  ['a fractional window', { ...sampleOrder, expiresInSeconds: 1.5 }, 'expiresInSeconds'],
  ['an empty customer', { ...sampleOrder, customerId: '' }, 'customerId'],
  ['a NUL in the reference', { ...sampleOrder, reference: 'a\u0000b' }, 'reference'],
  ['half a surrogate pair', { ...sampleOrder, reference: '\ud800' }, 'reference'],
  ['a NUL in the metadata', { ...sampleOrder, metadata: { a: '\u0000' } }, 'metadata.a'],
  ['nested metadata', { ...sampleOrder, metadata: { a: { b: 1 } } }, 'metadata.a'],
  ['a list in place of an order', [], ''],
  ['a misspelt member', { ...sampleOrder, expiresInSecond: 5 }, 'expiresInSecond'],
];

test.each(refusedOrders)('placing an order with %s is refused', async (_what, body, path) => {
  const before = await tally(system.context);
  const answer = await system.client.post('/v1/orders', body);
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    type: '/problems/validation_failed',
    status: 422,
    code: 'validation_failed',
    instance: '/v1/orders',
  });
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  expect(await tally(system.context)).toEqual(before);
});

test.each([
  ['malformed JSON', '/v1/orders', '{"amount": 1', json, 400, 'malformed_json'],
  [
    'a body of 70 KB',
    '/v1/orders',
    JSON.stringify({ reference: 'x'.repeat(70_000) }),
    json,
    413,
    'payload_too_large',
  ],
  [
    'a form',
    '/v1/orders',
    'amount=1',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
  ],
  [
    'an unknown charset',
    '/v1/orders',
    '{}',
    { 'Content-Type': 'application/json; charset=klingon' },
    415,
    'unsupported_media_type',
  ],
  ['a broken escape in the path', '/v1/orders/%E0%A4%A/pay', '{}', json, 400, 'invalid_parameter'],
  ['a malformed order id', '/v1/orders/42/pay', '{}', json, 400, 'invalid_parameter'],
  [
    'SQL in place of an id',
    "/v1/orders/ord_'; drop table orders; --/pay",
    '{}',
    json,
    400,
    'invalid_parameter',
  ],
  ['an unknown order', '/v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p/pay', '{}', json, 404, 'order_not_found'],
  ['an unknown address', '/v1/nothing', '{}', json, 404, 'not_found'],
])('%s is answered with its problem', async (_what, path, body, headers, status, code) => {
  const before = await tally(system.context);
  const answer = await system.client.send(path, { method: 'POST', body, headers });
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await tally(system.context)).toEqual(before);
});

test('a broken escape in the path is quoted in the detail', async () => {
  const { body } = await system.client.get('/v1/orders/%zz');
  expect(body.detail).toBe('The path contains an invalid percent-encoding: %zz');
});

test.each([
  ['a reference of the wrong type', 'pay', { paymentReference: 5 }, 422, 'validation_failed'],
  ['another amount', 'pay', { amount: 12_901 }, 422, 'amount_mismatch'],
  ['a misspelt member', 'pay', { reference: 'pay_1' }, 422, 'validation_failed'],
  ['a body of null', 'pay', null, 422, 'validation_failed'],
  ['a body of null', 'cancel', null, 422, 'validation_failed'],
  ['a reason of the wrong type', 'cancel', { reason: ['no'] }, 422, 'validation_failed'],
])('%s in a command changes nothing', async (_what, command, body, status, code) => {
  const answer = await system.client.post(`/v1/orders/${orderId}/${command}`, body);
  expect(answer).toMatchObject({ status, body: { status, code } });
  const { body: order } = await system.client.get(`/v1/orders/${orderId}`);
  expect(order).toMatchObject({ status: 'pending', version: 1 });
});

/** Of the right form, with bits that no version of UUIDs has. */
const unmade = '0123456789abcdefghjkmnpqrs';
const endpoint = `/v1/webhook-endpoints/whe_${unmade}`;

test.each([
  ['GET', `/v1/orders/ord_${unmade}`, 'order_not_found'],
  ['POST', `/v1/orders/ord_${unmade}/pay`, 'order_not_found'],
  ['GET', `/v1/refunds/rfd_${unmade}`, 'refund_not_found'],
  ['POST', `/v1/refunds/rfd_${unmade}/refunded`, 'refund_not_found'],
  ['GET', endpoint, 'not_found'],
  ['GET', `${endpoint}/deliveries`, 'not_found'],
  ['GET', `${endpoint}/deliveries/whd_${unmade}`, 'not_found'],
  ['POST', `${endpoint}/deliveries/whd_${unmade}/resend`, 'not_found'],
])('%s %s, an id that nobody made, is not found', async (method, path, code) => {
  const answer = method === 'GET' ? await system.client.get(path) : await system.client.post(path);
  expect(answer).toMatchObject({ status: 404, body: { code } });
});

test('a payment attempt that nobody made is not one of the order', async () => {
  const attempt = `pat_${unmade}`;
  const fail = await system.client.post(`/v1/orders/${orderId}/payment-attempts/${attempt}/fail`);
  expect(fail).toMatchObject({ status: 404, body: { code: 'not_found' } });
  const pay = await system.client.post(`/v1/orders/${orderId}/pay`, { attemptId: attempt });
  expect(pay).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  expect(pay.body.errors).toMatchObject([{ path: 'attemptId' }]);
});
