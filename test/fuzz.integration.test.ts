import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem, type System } from './support/system.ts';
import { signToken } from './support/tokens.ts';

/*
 * Anything at all, at every route: the answer is never ours to be ashamed of. It is a success that the
 * contract knows, or one of its problems with a code. No 5xx, no HTML, no stack trace.
 */

let system: System;
let orderId: string;
let customerToken: string;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { RATE_LIMIT_PER_MINUTE: '1000000' } });
  orderId = (await system.client.place()).body.id;
  customerToken = await signToken({ sub: 'cus_42', scope: 'orders payments' });
});

afterAll(() => system.close());

const runs = { numRuns: 500, endOnFailure: true };

const problemCodes = [
  'malformed_json',
  'invalid_parameter',
  'unauthenticated',
  'forbidden',
  'order_not_found',
  'not_found',
  'method_not_allowed',
  'order_expired',
  'order_cancelled',
  'order_already_paid',
  'payload_too_large',
  'unsupported_media_type',
  'validation_failed',
  'idempotency_key_reused',
  'amount_mismatch',
];

const ids = fc.oneof(
  fc.constantFrom(
    '',
    'ord_',
    'ord_01jdkz3y8re0fv2x9k7q5m4n6p',
    '..',
    '%00',
    '%2e%2e%2f',
    'ORD_1',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }).map(encodeURIComponentLossy),
  fc.constant(null),
);

const paths = fc
  .tuple(ids, fc.constantFrom('', '/countdown', '/events', '/pay', '/cancel', '/nothing', '//'))
  .map(([id, rest]) => `/v1/orders/${id ?? orderId}${rest}`);

const jsonText = fc.oneof(
  fc.json(),
  fc.anything({ withNullPrototype: true, withDate: true }).map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '"x"',
    '1e999',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '[['.repeat(9_000),
  ),
);

/** Near to what is right, so that it gets past the first checks. */
const orderLike = fc.record(
  {
    customerId: fc.oneof(fc.string(), fc.constant('cus_42'), fc.integer()),
    amount: fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(100)),
    currency: fc.oneof(fc.constantFrom('EUR', 'CNY', 'XXX', 'eur'), fc.string()),
    items: fc.oneof(
      fc.anything(),
      fc.array(fc.record({ sku: fc.string(), quantity: fc.nat(), unitAmount: fc.nat() })),
    ),
    reference: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    metadata: fc.oneof(fc.dictionary(fc.string(), fc.anything()), fc.anything()),
    expiresInSeconds: fc.oneof(fc.integer(), fc.double()),
    ['__proto__']: fc.anything(),
  },
  { requiredKeys: [] },
);

const headerValue = fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[^\t\x20-\x7e]/g, '?'));
const credentials = fc.oneof(
  fc.constant(null),
  fc.constant('backend'),
  fc.constant('customer'),
  headerValue,
  headerValue.map((text) => `Bearer ${text}`),
  fc
    .tuple(fc.base64String(), fc.base64String(), fc.base64String())
    .map((parts) => `Bearer ${parts.join('.')}`),
);

function encodeURIComponentLossy(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function headersFor(credential: string | null, extra: Record<string, string> = {}): Record<string, string> {
  if (credential === null) return extra;
  const tokens: Record<string, string> = { customer: `Bearer ${customerToken}` };
  const value = tokens[credential] ?? credential;
  return credential === 'backend' ? extra : { ...extra, Authorization: value };
}

async function ask(path: string, credential: string | null, init: RequestInit): Promise<void> {
  const client = credential === 'backend' ? system.client : system.anonymous;
  const answer = await client.send(path, init);
  const where = `${init.method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`;
  expect(answer.status, where).toBeLessThan(500);
  if (answer.status < 400 || init.method === 'HEAD') return;
  expect(answer.headers.get('content-type'), where).toMatch(/^application\/problem\+json/);
  expect(problemCodes, where).toContain(answer.body.code);
  expect(answer.body.status, where).toBe(answer.status);
  expect(JSON.stringify(answer.body), where).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
}

test('any body, to place an order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        orderLike.map((order) => JSON.stringify(order)),
        jsonText,
      ),
      fc.oneof(fc.constant('application/json'), headerValue),
      fc.option(headerValue),
      async (body, contentType, key) => {
        const headers = { 'Content-Type': contentType, ...(key !== null && { 'Idempotency-Key': key }) };
        await ask('/v1/orders', 'backend', { method: 'POST', body, headers });
      },
    ),
    runs,
  );
});

test('any path, method, body and token', async () => {
  await fc.assert(
    fc.asyncProperty(
      paths,
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
      jsonText,
      credentials,
      async (path, method, body, credential) => {
        const mayHaveBody = !['GET', 'HEAD'].includes(method);
        const headers = headersFor(credential, { 'Content-Type': 'application/json' });
        await ask(path, credential, { method, headers, ...(mayHaveBody && { body }) });
      },
    ),
    runs,
  );
});

test('any query and any view token', async () => {
  const name = fc.constantFrom(
    'status',
    'customerId',
    'limit',
    'cursor',
    'token',
    'x',
    '__proto__',
    'limit[]',
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }).map(encodeURIComponentLossy),
    fc.base64String(),
    fc.integer(),
  );
  const query = fc.array(fc.tuple(name, value), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      query,
      fc.constantFrom('/v1/orders', '/v1/orders/{id}', '/v1/orders/{id}/countdown', '/v1/orders/{id}/events'),
      credentials,
      async (pairs, path, credential) => {
        const url = `${path.replace('{id}', orderId)}?${pairs.map((pair) => pair.join('=')).join('&')}`;
        await ask(url, credential, { method: 'GET', headers: headersFor(credential) });
      },
    ),
    runs,
  );
});

test('the order that was there all along is none the worse', async () => {
  expect(await system.client.get('/health/ready')).toMatchObject({ status: 200 });
  const events = await system.client.get(`/v1/orders/${orderId}/events`);
  expect(events.body.data[0]).toMatchObject({ type: 'order.placed', sequence: 1 });
});
