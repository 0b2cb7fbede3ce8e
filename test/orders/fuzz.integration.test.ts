import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  commandLike,
  credentials,
  encodeURIComponentLossy,
  endpointLike,
  endpointParts,
  headerValue,
  ids,
  jsonText,
  orderLike,
  orderParts,
} from '../support/arbitraries.ts';
import { ask, createFuzz, expectUnharmedBy, headersFor, type Fuzz } from '../support/fuzz.ts';
import { startSystem, type System } from '../support/system.ts';

/*
 * Random input at every route. Each answer is a success that the contract knows, or one of its problems with a
 * code: no 5xx, no HTML, no stack trace. And whatever was asked, the orders still keep the rules.
 */

let system: System;
/** The target of the requests, which may change it. */
let orderId: string;
let paidId: string;
let fuzz: Fuzz;
let knownEndpoint: string;
let deliveryId: string;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { RATE_LIMIT_PER_MINUTE: '1000000' } });
  orderId = (await system.client.place()).body.id;
  paidId = (await system.client.place()).body.id;
  await system.client.post(`/v1/orders/${paidId}/pay`);
  const hook = { url: 'http://127.0.0.1:9/hook' };
  knownEndpoint = (await system.client.post('/v1/webhook-endpoints', hook)).body.id;
  deliveryId = (await system.client.post(`/v1/webhook-endpoints/${knownEndpoint}/test`)).body.id;
  fuzz = await createFuzz(system);
});

afterAll(() => system.close());

const paths = fc.tuple(ids, orderParts).map(([id, rest]) => `/v1/orders/${id ?? orderId}${rest}`);

test('placing an order with any body, content type and key', async () => {
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(
      fc.oneof(
        orderLike.map((order) => JSON.stringify(order)),
        jsonText,
      ),
      fc.oneof(fc.constant('application/json'), headerValue),
      fc.option(headerValue),
      async (body, contentType, key) => {
        const headers = { 'Content-Type': contentType, ...(key !== null && { 'Idempotency-Key': key }) };
        await ask(fuzz, '/v1/orders', 'backend', { method: 'POST', body, headers });
      },
    ),
  );
});

test('any path, method, body and token on orders', async () => {
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(
      paths,
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
      jsonText,
      credentials,
      async (path, method, body, credential) => {
        const mayHaveBody = !['GET', 'HEAD'].includes(method);
        const headers = headersFor(fuzz, credential, { 'Content-Type': 'application/json' });
        await ask(fuzz, path, credential, { method, headers, ...(mayHaveBody && { body }) });
      },
    ),
  );
});

test('any body in the commands of a backend', async () => {
  // So many that some can still be extended after many of the others have been paid or cancelled.
  const placed = await Promise.all(Array.from({ length: 150 }, () => system.client.place()));
  const targets = fc.constantFrom(...placed.map(({ body }): string => body.id));
  const commands = fc.oneof(
    fc.tuple(fc.constant('pay'), fc.subarray(['paymentReference', 'amount', 'attemptId'])),
    fc.tuple(fc.constant('payment-attempts'), fc.subarray(['provider', 'reference'])),
    fc.tuple(fc.constant('cancel'), fc.subarray(['reason'])),
    fc.tuple(fc.constant('extend'), fc.constant<string[]>(['seconds'])),
  );
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(targets, commands, commandLike, async (id, [command, members], like) => {
      const body = Object.entries(like).filter(([member]) => members.includes(member));
      await ask(fuzz, `/v1/orders/${id}/${command}`, 'backend', {
        method: 'POST',
        body: JSON.stringify(Object.fromEntries(body)),
        headers: { 'Content-Type': 'application/json' },
      });
    }),
  );
  const { rows } = await system.context.postgres.query('select distinct type from order_events');
  expect(rows.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'order.paid',
      'order.cancelled',
      'order.extended',
      'order.payment_started',
      'payment.refund_required',
    ]),
  );
});

test('reading orders and the feed with any query and any view token', async () => {
  const name = fc.constantFrom(
    'status',
    'customerId',
    'reference',
    'paymentReference',
    'createdAfter',
    'expiresBefore',
    'refundDue',
    'limit',
    'cursor',
    'after',
    'types',
    'token',
    'x',
    '__proto__',
    'limit[]',
  );
  const value = fc.oneof(
    fc.constantFrom('pending', 'true', '2026-03-01T12:00:00Z', '0000-01-01T00:00:00%2B12:00'),
    fc.string({ unit: 'binary' }).map(encodeURIComponentLossy),
    fc.base64String(),
    fc.integer().map((position) => Buffer.from(`7-00000001-5 ${position} evt_1`).toString('base64url')),
    fc.constantFrom('order.paid', 'order.paid,order.cancelled', ','),
    fc.integer(),
  );
  const query = fc.array(fc.tuple(name, value), { maxLength: 4 });
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(
      query,
      fc.constantFrom(
        ...['', '/{id}', '/{id}/countdown', '/{id}/events'].map((rest) => `/v1/orders${rest}`),
        '/v1/events',
      ),
      credentials,
      async (pairs, path, credential) => {
        const url = `${path.replace('{id}', orderId)}?${pairs.map((pair) => pair.join('=')).join('&')}`;
        await ask(fuzz, url, credential, { method: 'GET', headers: headersFor(fuzz, credential) });
      },
    ),
  );
});

test('any path, method and body on webhook endpoints', async () => {
  const addresses = fc
    .tuple(
      ids,
      endpointParts.map((rest) => rest.replace('{deliveryId}', deliveryId)),
    )
    .map(([id, rest]) => `/v1/webhook-endpoints/${id ?? knownEndpoint}${rest}`);
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(
      fc.oneof(addresses, fc.constant('/v1/webhook-endpoints')),
      fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'),
      fc.oneof(
        endpointLike.map((endpoint) => JSON.stringify(endpoint)),
        jsonText,
      ),
      credentials,
      async (path, method, body, credential) => {
        const headers = headersFor(fuzz, credential, { 'Content-Type': 'application/json' });
        await ask(fuzz, path, credential, { method, headers, ...(method !== 'GET' && { body }) });
      },
    ),
  );
});

test('streaming a paid order from any event id with any token', async () => {
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(
      fc.oneof(headerValue, fc.integer().map(String)),
      fc.string({ unit: 'binary' }).map(encodeURIComponentLossy),
      credentials,
      async (lastEventId, token, credential) => {
        const headers = headersFor(fuzz, credential, { 'Last-Event-ID': lastEventId });
        await ask(fuzz, `/v1/orders/${paidId}/stream?token=${token}`, credential, { method: 'GET', headers });
      },
    ),
  );
});
