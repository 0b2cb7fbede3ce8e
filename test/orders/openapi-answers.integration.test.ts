import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, sampleOrder, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { document, expectDocumented, nameOf } from '../support/openapi.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import {
  changeOrder,
  changeWebhooks,
  registerWebhooks,
  reportRefunds,
  tryToPay,
  type Post,
} from '../support/provoking.ts';
import { requestToHost } from '../support/request-to-host.ts';
import { backendToken, signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

/*
 * Provokes every documented response of every route. The test client checks each against its schema, here and in every
 * other test.
 */

const metricsToken = 'token-of-the-scraper';
const unknownId = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';
const seen = new Set<string>();

let context: TestContext;
let api: RunningProcess;
let withoutPostgres: RunningProcess;
let strict: RunningProcess;

beforeAll(async () => {
  context = await createTestContext();
  [api, withoutPostgres, strict] = await Promise.all([
    startApi(context, { METRICS_TOKEN: metricsToken, MAX_REFUSED_PAYMENTS: '1' }),
    startApi({ ...context, databaseUrl: 'postgres://127.0.0.1:1/nothing' }),
    startApi(context, { RATE_LIMIT_PER_MINUTE: '1' }),
  ]);
});

afterAll(async () => {
  await Promise.all([api.end(), withoutPostgres.end(), strict.end()]);
  await context.close();
});

/** A client that records which documented responses it has seen. */
function observed(url: string, token: string | null): Client['send'] {
  const client = createClient(url, token);
  return async (path, init) => {
    const answer = await client.send(path, init);
    const { pathname } = new URL(path, url);
    seen.add(nameOf({ ...answer, method: init.method ?? 'GET', path: pathname }));
    return answer;
  };
}

const postAs =
  (send: Client['send']): Post =>
  (path, body, headers = {}) =>
    send(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

const json = { 'Content-Type': 'application/json' };
const routes = Object.entries(document.paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, { security, requestBody }]) => ({
    method: method.toUpperCase(),
    template,
    isOpen: security.length === 0,
    hasBody: requestBody !== undefined,
  })),
);
const closed = routes.filter(({ isOpen }) => !isOpen);

const hook = { url: 'http://127.0.0.1:9/hook' };
const bodies: Record<string, object> = {
  '/v1/orders': sampleOrder,
  '/v1/orders/{id}/extend': { seconds: 60 },
  '/v1/test/orders/{id}/advance': { seconds: 60 },
  '/v1/webhook-endpoints': hook,
  '/v1/webhook-endpoints/{endpointId}/resend': { since: new Date().toISOString() },
};

/** A valid request to a route, except that no order has the id. */
const requestTo = ({ method, template }: (typeof routes)[number], id = unknownId) => {
  const body = bodies[template] ?? {};
  const init = {
    method,
    ...(/^(POST|PATCH)$/.test(method) && { headers: json, body: JSON.stringify(body) }),
  };
  const path = template
    .replace('{id}', template.startsWith('/v1/refunds/') ? id.replace('ord_', 'rfd_') : id)
    .replace('{attemptId}', id.replace('ord_', 'pat_'))
    .replace('{endpointId}', id.replace('ord_', 'whe_'))
    .replace('{deliveryId}', id.replace('ord_', 'whd_'))
    .replace('{customerId}', id === '42' ? 'x'.repeat(256) : 'nobody')
    .replace('{code}', 'forbidden');
  return [path, init] as const;
};

/** Calls every route without permission, past the rate limit, without Postgres, by another host's name, and with unknown and invalid ids. */
async function callWithoutSuccess() {
  const asked = [
    observed(api.url, null),
    observed(api.url, await signToken({ sub: 'stranger', scope: 'other' })),
    observed(api.url, backendToken),
    observed(withoutPostgres.url, backendToken),
  ];
  const exhausted = observed(strict.url, await signToken({ sub: 'keen', scope: 'orders payments' }));
  await exhausted('/v1/orders', {});
  for (const route of closed) {
    for (const send of [...asked, exhausted]) await send(...requestTo(route));
    if (/\{(id|customerId|endpointId)\}/.test(route.template))
      await observed(api.url, backendToken)(...requestTo(route, '42'));
  }
  for (const route of routes.filter(({ isOpen }) => isOpen)) {
    await observed(api.url, null)(...requestTo(route));
    await observed(strict.url, null)(...requestTo(route));
    await observed(strict.url, null)(...requestTo(route));
  }
  for (const route of routes) {
    const [path, { method }] = requestTo(route);
    const answer = await requestToHost('elsewhere.example', `${api.url}${path}`, { method });
    const observation = { ...answer, method, path };
    expectDocumented(observation);
    seen.add(nameOf(observation));
  }
}

async function sendWrongBodies() {
  const send = observed(api.url, backendToken);
  for (const route of closed.filter(({ hasBody }) => hasBody)) {
    const [path, { method }] = requestTo(route);
    const post = (body: string, headers: Record<string, string> = json) =>
      send(path, { method, body, headers });
    await post('{"amount": 1');
    await post('{"unheard": "of"}');
    await post(JSON.stringify({ reference: 'x'.repeat(70_000) }));
    await post('amount=1', { 'Content-Type': 'application/x-www-form-urlencoded' });
    await post('{}', { ...json, 'Content-Encoding': 'gzip' });
  }
}

/** Takes orders through their whole lives, to each of their ends. */
async function placeAndSettle() {
  const send = observed(api.url, backendToken);
  const post = postAs(send);
  const place = async (members: object = {}) =>
    `/v1/orders/${(await post('/v1/orders', { ...sampleOrder, ...members })).body.id}`;

  const expiring = await place({ expiresInSeconds: 1 });
  const key = { 'Idempotency-Key': 'once' };
  const items = [{ sku: 'tea', quantity: 2, unitAmount: 6_450 }];
  const rich = { ...sampleOrder, items, reference: 'R-1', metadata: { gift: true, note: null } };
  expect((await post('/v1/orders', rich, key)).headers.has('Idempotency-Replayed')).toBe(false);
  expect((await post('/v1/orders', rich, key)).headers.get('Idempotency-Replayed')).toBe('true');
  await post('/v1/orders', { ...rich, reference: 'R-2' }, key);
  await post('/v1/orders', rich, { 'Idempotency-Key': 'k'.repeat(256) });

  const paid = await place();
  await post(`${paid}/extend`, { seconds: 60 });
  await post(`${paid}/pay`, { amount: 1 });
  await post(`${paid}/pay`, { paymentReference: 'pay_1', amount: sampleOrder.amount });
  await post(`${paid}/pay`, { paymentReference: 'pay_2' });
  await post(`${paid}/cancel`, {});
  await post(`${paid}/view-token`, {});
  await post(`${paid}/extend`, { seconds: 60 });
  const cancelled = await place();
  await post(`${cancelled}/cancel`, { reason: 'ordered twice' });
  await post(`${cancelled}/pay`, {});
  const customer = observed(api.url, await signToken({ sub: 'cus_42', scope: 'orders payments' }));
  for (const paymentReference of ['pay_1', 'pay_2']) {
    const body = JSON.stringify({ paymentReference });
    await customer(`${cancelled}/pay`, { method: 'POST', headers: json, body });
  }
  await post(`${cancelled}/extend`, { seconds: 60 });
  await until(async () => (await send(`${expiring}/countdown`, {})).body.remainingMs === 0);
  await post(`${expiring}/pay`, {});
  await post(`${expiring}/extend`, { seconds: 60 });

  for (const path of [await place(), paid, cancelled, expiring]) await changeOrder(path, post, send);
  await tryToPay(await place(), post);

  for (const path of [paid, cancelled, expiring]) {
    for (const part of ['', '/countdown', '/events']) await send(path + part, {});
  }
  await send(`${paid}/stream`, {});
  const { version } = (await send(paid, {})).body;
  await send(`${paid}/stream`, { headers: { 'Last-Event-ID': String(version) } });
  const events = await send(`${paid}/events?limit=1`, {});
  await send(`${paid}/events?cursor=${events.body.nextCursor}`, {});
  for (const headers of [{}, { 'Last-Event-ID': '99' }]) await send(`${paid}/stream`, { headers });
  const page = await send('/v1/orders?limit=2', {});
  await send(`/v1/orders?limit=2&cursor=${page.body.nextCursor}`, {});
  await send('/v1/orders?limit=0', {});
}

async function readFeed() {
  const send = observed(api.url, backendToken);
  const { nextCursor } = (await send('/v1/events', {})).body;
  await send(`/v1/events?types=order.paid&after=${nextCursor}`, {});
  await send('/v1/events?types=order.shipped', {});
  const [, ...rest] = Buffer.from(nextCursor, 'base64url').toString().split(' ');
  const expired = Buffer.from(['7-00000001-5', ...rest].join(' ')).toString('base64url');
  await send(`/v1/events?after=${expired}`, {});
}

async function callTheRest() {
  await observed(api.url, metricsToken)('/metrics', {});
  await observed(withoutPostgres.url, null)('/health/ready', {});
  await observed(api.url, null)('/problems/nothing', {});
  await observed(api.url, null)('/problems/%E0%A4%A', {});
}

test('every documented response of every route can be provoked', async () => {
  await callWithoutSuccess();
  await sendWrongBodies();
  await placeAndSettle();
  await readFeed();
  await reportRefunds(postAs(observed(api.url, backendToken)), observed(api.url, backendToken));
  for (const provoke of [registerWebhooks, changeWebhooks]) {
    await provoke(hook.url, postAs(observed(api.url, backendToken)), observed(api.url, backendToken));
  }
  await callTheRest();

  const documented = Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.entries(responses).flatMap(([status, { content }]) => {
        const name = `${method.toUpperCase()} ${template} ${status}`;
        const problem = (content as Record<string, { examples?: object }>)['application/problem+json'];
        return problem ? Object.keys(problem.examples ?? {}).map((code) => `${name} ${code}`) : [name];
      }),
    ),
  );
  // No request provokes a fault of ours; what comes before all routes is tested in `faults/overload`.
  const elsewhere = / (500 internal_error|503 overloaded)$/;
  const unseen = documented.filter((name) => !seen.has(name) && !elsewhere.test(name));
  expect(unseen).toEqual([]);
});
