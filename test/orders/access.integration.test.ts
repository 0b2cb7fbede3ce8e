import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../support/api-routes.ts';
import { sampleOrder } from '../support/client.ts';
import { tally } from '../support/ledger.ts';
import { startSystem, type System } from '../support/system.ts';
import { backendToken, jwtSecret, signToken } from '../support/tokens.ts';

/*
 * Every route, called by everybody who may not use it. The expected answers are written by hand, and the ledger shows
 * that nothing changed.
 */

const hour = 3_600;
const now = Math.floor(Date.now() / 1_000);

let system: System;
let alicesOrder: string;
let anotherView: string;
let tokens: Record<Caller, string | null>;

const callers = [
  'nobody',
  'an expired token',
  'a token without an expiry',
  'a wrong signature',
  'alg: none',
  'a token that is not a JWT',
  'a token without scopes',
  'a token with the scope payments only',
  'another customer',
  'a view token of another order',
  'a view token sent as a bearer',
] as const;
type Caller = (typeof callers)[number];

const unsigned = (header: object, claims: object) =>
  [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

beforeAll(async () => {
  system = await startSystem();
  const alice = await signToken({ sub: 'alice', scope: 'orders' });
  const as = (token: string) => ({ Authorization: `Bearer ${token}` });
  const { customerId: _, ...order } = sampleOrder;
  alicesOrder = (await system.client.post('/v1/orders', order, as(alice))).body.id;
  anotherView = (await system.client.place()).body.viewToken;
  const claims = { sub: 'alice', scope: 'orders payments orders:any', exp: now + hour };
  const wrongKey = Buffer.from(jwtSecret).toReversed();
  tokens = {
    nobody: null,
    'an expired token': await signToken({ ...claims, exp: now - hour }),
    'a token without an expiry': (() => {
      const payload = unsigned({ alg: 'HS256' }, { sub: 'alice', scope: 'orders:any' });
      return `${payload}.${createHmac('sha256', jwtSecret).update(payload).digest('base64url')}`;
    })(),
    'a wrong signature': await signToken(claims, wrongKey),
    'alg: none': `${unsigned({ alg: 'none' }, claims)}.`,
    'a token that is not a JWT': 'eyJhbGciOiJub25lIn0',
    'a token without scopes': await signToken({ sub: 'alice' }),
    'a token with the scope payments only': await signToken({ sub: 'alice', scope: 'payments' }),
    'another customer': await signToken({ sub: 'mallory', scope: 'orders payments' }),
    'a view token of another order': anotherView,
    'a view token sent as a bearer': anotherView,
  };
});

afterAll(() => system.close());

/** Another customer's order is answered with 404. Null: the caller may use the route, which is tested below. */
function expected(caller: Caller, method: string, path: string): { status: number; code: string } | null {
  const unauthenticated = { status: 401, code: 'unauthenticated' };
  const notFound = { status: 404, code: 'order_not_found' };
  if (caller === 'a token without scopes' || caller === 'a token with the scope payments only') {
    return { status: 403, code: 'forbidden' };
  }
  const isForBackends =
    method === 'PATCH' ||
    /\/(extend|advance|v1\/events)$|\/webhook-endpoints|\/v1\/customers\/|\/refunds/.test(path);
  if (caller === 'another customer' && isForBackends) return { status: 403, code: 'forbidden' };
  if (caller === 'another customer') return path.includes('{id}') ? notFound : null;
  if (caller === 'a view token of another order') {
    const isReadable = method === 'GET' && /\{id\}(\/countdown|\/stream)?$/.test(path);
    return isReadable ? notFound : unauthenticated;
  }
  return unauthenticated;
}

const cells = routes.flatMap(([method, path]) =>
  callers.flatMap((caller) => {
    const answer = expected(caller, method, path);
    return answer ? [{ method, path, caller, ...answer }] : [];
  }),
);

describe('callers without access', () => {
  test.for(cells)('$method $path by $caller is answered with $status', async (cell) => {
    const { method, path, caller, status, code } = cell;
    const before = await tally(system.context);
    const isInQuery = caller === 'a view token of another order';
    const url = path.replace('{id}', alicesOrder) + (isInQuery ? `?token=${tokens[caller]}` : '');
    const token = isInQuery ? null : tokens[caller];
    const headers = {
      'Content-Type': 'application/json',
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    };
    const body =
      method === 'POST' || method === 'PATCH'
        ? JSON.stringify(path === '/v1/orders' ? sampleOrder : {})
        : null;
    const answer = await system.anonymous.send(url, { method, headers, body });

    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
    expect(await tally(system.context)).toEqual(before);
  });
});

test.each(['a\u0000b', '\ud800'])(
  'a token whose subject is %j, which Postgres can’t store, is answered with 401',
  async (sub) => {
    const headers = { Authorization: `Bearer ${await signToken({ sub, scope: 'orders payments' })}` };
    const answers = [
      await system.client.send('/v1/orders', { headers }),
      await system.client.post(`/v1/orders/${alicesOrder}/pay`, {}, headers),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  },
);

test.each([
  ['no token', null, 'GET', '/v1/orders', 'No token was sent.'],
  ['no scope', '', 'GET', '/v1/orders', 'This requires the scope "orders".'],
  ['a customer’s scope', 'orders', 'GET', '/v1/webhook-endpoints', 'This requires the scope "orders:any".'],
  [
    'no scope for payments',
    'orders',
    'POST',
    '/v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p/pay',
    'This requires the scopes "orders" and "payments".',
  ],
  [
    'a customer’s scope and another customer',
    'orders',
    'GET',
    '/v1/orders?customerId=dave',
    'customerId must be your own customer id.',
  ],
])('a caller with %s learns what is missing', async (_who, scope, method, path, detail) => {
  const token = scope === null ? null : await signToken({ sub: 'carol', scope });
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  expect(await system.anonymous.send(path, { method, headers })).toMatchObject({ body: { detail } });
});

test('a problem does not repeat the token from the query', async () => {
  const answer = await system.anonymous.get(`/v1/orders/${alicesOrder}?token=${anotherView}`);
  expect(answer.body.instance).toBe(`/v1/orders/${alicesOrder}`);
});

describe('callers with access', () => {
  const as = (token: string) => ({ Authorization: `Bearer ${token}` });

  test('a customer places, reads, lists and cancels their own orders, and can’t confirm payments', async () => {
    const carol = await signToken({ sub: 'carol', scope: 'orders' });
    const { customerId: _, ...order } = sampleOrder;
    const placed = await system.client.post('/v1/orders', order, as(carol));
    expect(placed).toMatchObject({ status: 201, body: { customerId: 'carol' } });
    const { id } = placed.body;
    for (const path of [`/v1/orders/${id}`, `/v1/orders/${id}/countdown`, `/v1/orders/${id}/events`]) {
      expect(await system.client.send(path, { headers: as(carol) })).toMatchObject({ status: 200 });
    }
    const list = await system.client.send('/v1/orders', { headers: as(carol) });
    expect(list.body.data.map((each: { id: string }) => each.id)).toEqual([id]);
    const pay = await system.client.post(`/v1/orders/${id}/pay`, {}, as(carol));
    expect(pay).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const cancel = await system.client.post(`/v1/orders/${id}/cancel`, {}, as(carol));
    expect(cancel).toMatchObject({ status: 200, body: { cancelReason: 'customer' } });
  });

  test('a customer can’t place or list orders for another customer', async () => {
    const carol = await signToken({ sub: 'carol', scope: 'orders' });
    const placed = await system.client.post('/v1/orders', { ...sampleOrder, customerId: 'dave' }, as(carol));
    expect(placed).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const listed = await system.client.send('/v1/orders?customerId=dave', { headers: as(carol) });
    expect(listed).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('a customer with the scope payments confirms the payment of their own order', async () => {
    const erin = await signToken({ sub: 'erin', scope: 'orders payments' });
    const { customerId: _, ...order } = sampleOrder;
    const { body } = await system.client.post('/v1/orders', order, as(erin));
    const pay = await system.client.post(`/v1/orders/${body.id}/pay`, { paymentReference: 'p' }, as(erin));
    expect(pay).toMatchObject({ status: 200, body: { status: 'paid' } });
  });

  test('a customer without the scope payments lists the payment attempts of their own orders, and starts and fails none', async () => {
    const carol = await signToken({ sub: 'carol', scope: 'orders' });
    const { customerId: _, ...order } = sampleOrder;
    const { body } = await system.client.post('/v1/orders', order, as(carol));
    const path = `/v1/orders/${body.id}/payment-attempts`;
    expect(await system.client.send(path, { headers: as(carol) })).toMatchObject({ status: 200 });
    for (const refused of [path, `${path}/pat_01jdkz4b2xf6ya7c9m3r8v5w1t/fail`]) {
      const answer = await system.client.post(refused, {}, as(carol));
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });

  test('a backend pays the order of any customer', async () => {
    const pay = await system.client.post(`/v1/orders/${alicesOrder}/pay`, {}, as(backendToken));
    expect(pay).toMatchObject({ status: 200, body: { customerId: 'alice', status: 'paid' } });
  });

  test('the owner and a backend get a new view token of an order, which reads it until it expires', async () => {
    const frank = await signToken({ sub: 'frank', scope: 'orders' });
    const { customerId: _, ...order } = sampleOrder;
    const { body } = await system.client.post('/v1/orders', order, as(frank));
    for (const token of [frank, backendToken]) {
      const made = await system.client.post(`/v1/orders/${body.id}/view-token`, {}, as(token));
      expect(made).toMatchObject({ status: 200, body: { viewToken: expect.any(String) } });
      const days = (Date.parse(made.body.expiresAt) - Date.now()) / (24 * hour * 1_000);
      expect(days).toBeGreaterThan(36.9);
      expect(days).toBeLessThanOrEqual(37);
      const [, claims = ''] = made.body.viewToken.split('.');
      const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
      expect(Date.parse(made.body.expiresAt)).toBe(exp * 1_000);
      const read = await system.anonymous.get(`/v1/orders/${body.id}?token=${made.body.viewToken}`);
      expect(read).toMatchObject({ status: 200, body: { id: body.id } });
    }
  });

  test('a view token in the query reads its order and the countdown', async () => {
    const { body } = await system.client.place();
    for (const path of [`/v1/orders/${body.id}`, `/v1/orders/${body.id}/countdown`]) {
      const answer = await system.anonymous.get(`${path}?token=${body.viewToken}`);
      expect(answer).toMatchObject({ status: 200, body: { id: body.id, status: 'pending' } });
    }
  });
});
