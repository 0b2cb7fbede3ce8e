import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleOrder } from '../support/client.ts';
import { waitingForLocks } from '../support/ledger.ts';
import { startApi } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { backendToken, signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const unknownOrder = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';

let system: System;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { LOG_LEVEL: 'debug' }, workerEnv: { LOG_LEVEL: 'debug' } });
});

afterAll(() => system.close());

test('each request logs one line with its route, its subject and its outcome', async () => {
  const { client } = system;
  const headers = { 'X-Request-Id': 'place-1' };
  const placed = await client.post('/v1/orders', sampleOrder, headers);
  expect(placed.headers.get('x-request-id')).toBe('place-1');
  expect(await lineOf('place-1')).toMatchObject({
    msg: 'request',
    level: 30,
    service: 'api',
    method: 'POST',
    route: '/v1/orders',
    path: '/v1/orders',
    status: 201,
    durationMs: expect.any(Number),
    orderId: placed.body.id,
    outcome: 'placed',
    subject: 'shop',
  });

  const orderPath = `/v1/orders/${placed.body.id}`;
  const answers = [
    await client.post(`${orderPath}/pay`, { amount: 1 }),
    await client.post(`${orderPath}/pay`),
    await client.post(`${orderPath}/pay`),
    await client.post(`${orderPath}/cancel`),
    await client.get(orderPath),
    await client.post(`${orderPath}/pay`, { paymentReference: 7 }),
    await client.get(`/v1/orders/${unknownOrder}`),
    await client.get('/nothing'),
    await system.anonymous.get(orderPath),
  ];
  const lines = await Promise.all(answers.map(({ headers }) => lineOf(headers.get('x-request-id') ?? '')));
  expect(lines.map(({ route, status, outcome }) => [route, status, outcome])).toEqual([
    ['/v1/orders/:id/pay', 422, 'amount_mismatch'],
    ['/v1/orders/:id/pay', 200, 'paid'],
    ['/v1/orders/:id/pay', 200, 'already_paid'],
    ['/v1/orders/:id/cancel', 409, 'order_already_paid'],
    ['/v1/orders/:id', 200, 'ok'],
    ['/v1/orders/:id/pay', 422, 'validation_failed'],
    ['/v1/orders/:id', 404, 'order_not_found'],
    [null, 404, 'not_found'],
    ['/v1/orders/:id', 401, 'unauthenticated'],
  ]);
  for (const { orderId } of lines.slice(0, 6)) expect(orderId).toBe(placed.body.id);
});

test.each([
  ['none', ''],
  ['one that is too long', 'x'.repeat(65)],
  ['one with an encoded line break', 'a%0Ab'],
  ['one with a quote', 'a"b'],
])('a request id is generated for a client that sends %s', async (_what, given) => {
  const { headers } = await system.client.send('/v1/orders/42', { headers: { 'X-Request-Id': given } });
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('a client that disconnects before the answer is logged as client_closed', async () => {
  const blocker = await system.context.postgres.connect();
  await blocker.query('begin; lock table orders');
  const headers = { 'X-Request-Id': 'left-1', Authorization: `Bearer ${backendToken}` };
  const leaving = new AbortController();
  const { signal } = leaving;
  const asking = fetch(`${system.api.url}/v1/orders/${unknownOrder}`, { headers, signal });
  void until(() => waitingForLocks(system.context)).then(() => leaving.abort());
  await expect(asking).rejects.toThrow();
  expect(await lineOf('left-1')).toMatchObject({ status: 499, outcome: 'client_closed' });
  await blocker.query('rollback');
  blocker.release();
});

test('the line of a failure carries the id of its request', async () => {
  await system.context.postgres.query('alter table order_events rename to lost');
  const answer = await system.client.post('/v1/orders', sampleOrder, { 'X-Request-Id': 'fails-1' });
  await system.context.postgres.query('alter table lost rename to order_events');
  expect(answer.status).toBe(500);
  const lines = await until(() => {
    const lines = system.api.log.filter(({ requestId }) => requestId === 'fails-1');
    return lines.length === 2 ? lines : null;
  });
  expect(lines.map(({ msg, level }) => [msg, level])).toEqual([
    ['request failed', 50],
    ['request', 40],
  ]);
  expect(lines[1]).toMatchObject({ outcome: 'internal_error' });
});

test('no token, cookie or password is logged', async () => {
  const customerToken = await signToken({ sub: 'alice', scope: 'orders' });
  const brokenToken = `${customerToken}broken`;
  const { body: order } = await system.client.place();
  const path = `/v1/orders/${order.id}`;
  const withHeaders = (url: string, headers: Record<string, string>) =>
    system.anonymous.send(url, { headers });
  await withHeaders(path, { Authorization: `Bearer ${customerToken}` });
  await withHeaders(path, { Authorization: `Bearer ${brokenToken}` });
  await withHeaders(path, { Authorization: 'Basic b3BlcmF0b3I6aHVudGVyMg==' });
  await withHeaders(path, { Cookie: 'session=cookie-of-an-operator' });
  await withHeaders('/admin/queues', { Cookie: 'session=cookie-of-an-operator' });
  await withHeaders(`${path}?token=${order.viewToken}`, {});
  await withHeaders(`/nothing?token=${order.viewToken}`, {});
  await withHeaders('/v1/%E0%A4%A?token=token-in-a-bad-url', { 'X-Request-Id': 'last-1' });
  await lineOf('last-1');

  const log = JSON.stringify([...system.api.log, ...system.worker.log]);
  const password = (url: string) => new URL(url).password;
  const secrets = [
    backendToken,
    customerToken,
    brokenToken,
    order.viewToken,
    'b3BlcmF0b3I6aHVudGVyMg==',
    'cookie-of-an-operator',
    'token-in-a-bad-url',
    password(system.context.redisUrl),
    password(system.context.databaseUrl),
  ];
  expect(secrets.filter((secret) => secret !== '' && log.includes(secret))).toEqual([]);
  expect(log).toContain(order.id);
});

/** The line that the api logged for a request. */
const lineOf = (requestId: string) =>
  until(() => system.api.log.find((line) => line['requestId'] === requestId && line['msg'] === 'request'));

test('a refused Redis password is not logged', async () => {
  const redis = await startThrowawayRedis();
  const redisUrl = redis.url.replace(/:[^:@]*@/, ':not-the-password@');
  const api = await startApi({ ...system.context, redisUrl });
  const line = await until(() => api.log.find(({ msg }) => msg === 'redis is not available'));
  expect(JSON.stringify(line)).toContain('WRONGPASS');
  expect(JSON.stringify(api.log)).not.toContain('not-the-password');
  expect(await api.end()).toBe(0);
  await redis.stop();
});
