import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopRoutes } from '../support/api-routes.ts';
import { createClient, sampleOrder } from '../support/client.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { requestToHost } from '../support/request-to-host.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let production: RunningProcess;

beforeAll(async () => {
  system = await startSystem();
  production = await startApi(system.context, {
    NODE_ENV: 'production',
    APP_SECRET: 'seals and signs '.repeat(3),
    OPERATOR_PASSWORD: 'a long password',
    AUTH_JWT_SECRET: 'verifies bearers '.repeat(2),
  });
});

afterAll(async () => {
  await production.end();
  await system.close();
});

/** The shop is no part of the API's description. */
const ask = (path: string, init: RequestInit = {}, { url } = system.api) =>
  createClient(url, null, false).send(path, init);

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const as = (token: string) => ({ Authorization: `Bearer ${token}` });

const message = (customerId: string | null) => ({ type: 'order.placed', data: { order: { customerId } } });

describe('in production', () => {
  test.each(shopRoutes)('there is no %s %s', async (method, path) => {
    const answer = await ask(path, { method }, production);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('the page at / says what this is, and leads to the reference', async () => {
    const { status, headers, body } = await ask('/', {}, production);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(body).toContain('A payment deadline for every order');
    expect(body).toContain('<a href="/docs">');
    expect(body).not.toContain('<script');
  });
});

describe('whoever is not on this machine, or not on the page of the shop,', () => {
  const strangers = [
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of another port', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://127.0.0.1:1' }],
    ['a page of an old browser', { Origin: 'https://evil.example' }],
    ['a page without an origin', { Origin: 'null' }],
    ['a proxy', { 'X-Forwarded-For': '203.0.113.1' }],
    ['a tunnel', { Forwarded: 'for=203.0.113.1' }],
  ] as const;

  test.each(shopRoutes.flatMap((route) => strangers.map((stranger) => [...route, ...stranger] as const)))(
    'is refused: %s %s by %s',
    async (method, path, _who, headers) => {
      const body = method === 'POST' ? JSON.stringify(message(null)) : null;
      const type = { 'Content-Type': 'application/json' };
      const answer = await ask(path, { method, headers: { ...type, ...headers }, body });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  test('is refused under the name of another host, and gets no shop at /', async () => {
    const rebound = await requestToHost('evil.example', `${system.api.url}/shop/token`, { method: 'POST' });
    expect(rebound.status).toBe(421);
    // An address of this machine in a network is no loopback address.
    const lan = await requestToHost('192.0.2.1:3000', `${system.api.url}/shop/token`, { method: 'POST' });
    expect(lan.status).toBe(403);
    const { body } = await ask('/', { headers: { 'X-Forwarded-For': '203.0.113.1' } });
    expect(body).toContain('A payment deadline for every order');
  });
});

test('the page at / runs its own scripts only, and none that stands in it', async () => {
  const { status, headers, body } = await ask('/');
  expect(status).toBe(200);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self';style-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(body).toMatch(/<script type="module" src="\/assets\/[\w-]+\.js"><\/script>/);
  expect(body).not.toMatch(/<style|<script(?![^>]* src=)| on\w+=/);
});

describe('POST /shop/token', () => {
  test('gives a made-up customer a token of its own, and the shop’s server a backend’s', async () => {
    const { status, body, headers } = await post('/shop/token', {});
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    const { customerId, customerToken, backendToken } = body;
    expect(customerId).toMatch(/^shopper_[0-9a-f]{16}$/);
    const { customerId: _, ...draft } = sampleOrder;
    const placed = await system.client.post('/v1/orders', draft, as(customerToken));
    expect(placed).toMatchObject({ status: 201, body: { customerId } });
    const path = `/v1/orders/${placed.body.id}/pay`;
    expect(await system.client.post(path, {}, as(customerToken))).toMatchObject({ status: 403 });
    expect(await system.client.post(path, {}, as(backendToken))).toMatchObject({ status: 200 });
  });

  test('knows the customer of the page again, and gives tokens for no other customers', async () => {
    const { body: first } = await post('/shop/token', {});
    const again = await post('/shop/token', { customerId: first.customerId });
    expect(again.body.customerId).toBe(first.customerId);
    for (const customerId of ['alice', '', 42, null, 'shopper_0123456789ABCDEF']) {
      expect(await post('/shop/token', { customerId })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'customerId' }] },
      });
    }
    expect(await post('/shop/token', { scope: 'orders:any' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'scope' }] },
    });
    expect(await post('/shop/token', '{')).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
  });

  test('registers one webhook endpoint, however many pages open, and replaces it when it is unusable', async () => {
    const pages = await Promise.all([1, 2, 3].map(() => post('/shop/token', {})));
    const [{ id, secret }] = pages.map(({ body }) => body.webhooks);
    expect(pages.map(({ body }) => body.webhooks)).toEqual(
      pages.map(() => ({ id, secret: expect.stringMatching(/^whsec_/), missing: null })),
    );
    const list = async () => (await system.client.get('/v1/webhook-endpoints')).body.data;
    expect(await list()).toMatchObject([{ id, url: `${system.api.url}/shop/webhooks`, events: null }]);

    await system.client.send(`/v1/webhook-endpoints/${id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ enabled: false }),
    });
    const { body } = await post('/shop/token', {});
    expect(body.webhooks.id).not.toBe(id);
    expect(body.webhooks.secret).not.toBe(secret);
    expect(await list()).toMatchObject([{ id: body.webhooks.id, enabled: true }]);
  });
});

describe('the webhooks of the shop', () => {
  const streamOf = (customerId: string, after?: string) =>
    `${system.api.url}/shop/webhooks/stream?customerId=${customerId}${after ? `&after=${after}` : ''}`;

  test('arrive signed, and are passed on to the page of their customer', async () => {
    const { customerId, customerToken } = (await post('/shop/token', {})).body;
    const stream = await openStream(streamOf(customerId), {});
    const { customerId: _, ...draft } = sampleOrder;
    const { body: order } = await system.client.post('/v1/orders', draft, as(customerToken));
    await system.client.place();
    const { headers, body } = (await stream.event('webhook')).data;
    expect(headers).toEqual({
      'webhook-id': expect.stringMatching(/^evt_/),
      'webhook-timestamp': expect.stringMatching(/^\d+$/),
      'webhook-signature': expect.stringMatching(/^v1,/),
    });
    expect(JSON.parse(body)).toMatchObject({ type: 'order.placed', data: { orderId: order.id } });
    stream.close();
  });

  test('are accepted whoever they are for, and refused if they are none', async () => {
    const stream = await openStream(streamOf('shopper_00000000000000aa'), {});
    for (const customerId of ['cus_42', null, 'shopper_00000000000000aa']) {
      expect(await post('/shop/webhooks', message(customerId))).toMatchObject({ status: 204 });
    }
    expect(await post('/shop/webhooks', { type: 'webhook.ping', data: {} })).toMatchObject({ status: 204 });
    expect(await post('/shop/webhooks', '{')).toMatchObject({
      status: 400,
      body: { code: 'malformed_json' },
    });
    expect(await post('/shop/webhooks', { data: 1 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'type' }, { path: 'data' }] },
    });
    expect(await post('/shop/webhooks', 'x'.repeat(1_100_000))).toMatchObject({
      status: 413,
      body: { detail: 'A request body may have at most 1024 KiB.' },
    });
    const first = await stream.event('webhook');
    expect(stream.events).toHaveLength(1);
    expect(JSON.parse(first.data.body)).toEqual(message('shopper_00000000000000aa'));
    stream.close();

    await post('/shop/webhooks', message('shopper_00000000000000aa'));
    const resumed = await openStream(streamOf('shopper_00000000000000aa', first.id), {});
    const missed = await resumed.event('webhook');
    expect(Number(missed.id)).toBeGreaterThan(Number(first.id));
    resumed.close();
  });

  test.each([
    ['', 'customerId'],
    ['?customerId=alice', 'customerId'],
    ['?customerId=shopper_00000000000000aa&after=x', 'after'],
    ['?customerId=shopper_00000000000000aa&orders=all', 'orders'],
  ])('are not streamed for the query %s', async (query, path) => {
    expect(await ask(`/shop/webhooks/stream${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_parameter', errors: [{ path }] },
    });
  });
});
