import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRow } from '../support/ledger.ts';
import { createClient } from '../support/client.ts';
import { startApi } from '../support/processes.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

/* Bringing deadlines nearer, which only servers for testing do. */

let system: System;
let queue: Queue;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  queue = new Queue('order-expiry', { connection: system.context.redis });
});

afterAll(() => system.close());

const advance = (id: string, seconds: unknown, headers = {}) =>
  system.client.post(`/v1/test/orders/${id}/advance`, { seconds }, headers);
const read = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body;
const before = (instant: string, seconds: number) =>
  new Date(Date.parse(instant) - seconds * 1_000).toISOString();

test('an order advances: its deadline, its countdown and its alarm come nearer, and the timeline tells', async () => {
  const { body: order } = await system.client.place();
  const answer = await advance(order.id, 600);
  const expiresAt = before(order.expiresAt, 600);
  expect(answer).toMatchObject({
    status: 200,
    body: { id: order.id, status: 'pending', payBy: expiresAt, expiresAt, version: 2 },
  });
  const { body: countdown } = await system.client.get(`/v1/orders/${order.id}/countdown`);
  expect(countdown).toMatchObject({ payBy: expiresAt, expiresAt });
  const { delay = 0, timestamp = 0 } = (await queue.getJob(order.id)) ?? {};
  expect(Math.abs(timestamp + delay - Date.parse(expiresAt))).toBeLessThan(1_000);
  const { body: timeline } = await system.client.get(`/v1/orders/${order.id}/events`);
  expect(timeline.data[1]).toMatchObject({ type: 'order.advanced', data: { seconds: 600, expiresAt } });
});

test('an order that advances past its deadline is cancelled at once, by its alarm', async () => {
  const { body: order } = await system.client.place();
  const answer = await advance(order.id, 1_800);
  const earliest = new Date(Date.parse(order.createdAt) + 1).toISOString();
  expect(answer).toMatchObject({ status: 200, body: { expiresAt: earliest, remainingMs: 0 } });
  await until(async () => (await readRow(system.context, order.id)).status === 'cancelled');
  expect(await read(order.id)).toMatchObject({ cancelReason: 'expired', expiresAt: earliest, version: 3 });
  expect(await advance(order.id, 1)).toMatchObject({ status: 409, body: { code: 'order_expired' } });
});

test('an order that advances to its reminder is reminded', async () => {
  const quick = { SWEEP_INTERVAL_MS: '100' };
  const reminding = await startSystem({ workerEnv: quick });
  const { client } = reminding;
  const { body: order } = await client.place();
  await client.post(`/v1/test/orders/${order.id}/advance`, { seconds: 1_500 });
  const typesOf = async () =>
    (await client.get(`/v1/orders/${order.id}/events`)).body.data.map(({ type }: { type: string }) => type);
  await until(async () => (await typesOf()).includes('order.expiring'));
  await client.post(`/v1/test/orders/${order.id}/advance`, { seconds: 3_600 });
  await until(async () => (await typesOf()).includes('order.cancelled'));
  expect(await typesOf()).toEqual([
    'order.placed',
    'order.advanced',
    'order.expiring',
    'order.advanced',
    'order.cancelled',
  ]);
  await reminding.close();
});

test('the holds of open payment attempts come nearer with the order', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 60 });
  const path = `/v1/orders/${order.id}/payment-attempts`;
  const { body: attempt } = await system.client.post(path, {});
  expect(Date.parse(attempt.holdUntil)).toBeGreaterThan(Date.parse(order.expiresAt));
  const expiresAt = before(attempt.holdUntil, 30);
  expect(await advance(order.id, 30)).toMatchObject({
    body: { payBy: before(order.expiresAt, 30), expiresAt, paymentInProgress: true },
  });
  expect((await system.client.get(path)).body.data).toMatchObject([{ holdUntil: expiresAt, status: 'open' }]);
  await advance(order.id, 3_600);
  await until(async () => (await read(order.id)).status === 'cancelled');
  expect((await system.client.get(path)).body.data).toMatchObject([{ status: 'lapsed' }]);
});

test('a repeated request advances an order once', async () => {
  const { body: order } = await system.client.place();
  const key = { 'Idempotency-Key': 'advance 1' };
  const [first, again] = [await advance(order.id, 60, key), await advance(order.id, 60, key)];
  expect(again).toMatchObject({ status: 200, body: first.body });
  expect(await read(order.id)).toMatchObject({ expiresAt: before(order.expiresAt, 60), version: 2 });
});

test('an order that can no longer be paid does not advance', async () => {
  const { body: paid } = await system.client.place();
  await system.client.post(`/v1/orders/${paid.id}/pay`);
  expect(await advance(paid.id, 60)).toMatchObject({ status: 409, body: { code: 'order_already_paid' } });
  const { body: cancelled } = await system.client.place();
  await system.client.post(`/v1/orders/${cancelled.id}/cancel`);
  expect(await advance(cancelled.id, 60)).toMatchObject({ status: 409, body: { code: 'order_cancelled' } });
  expect(await advance('ord_01jdkz3y8re0fv2x9k7q5m4n6p', 60)).toMatchObject({ status: 404 });
  for (const seconds of [0, -1, 1.5, '60', 2_592_001, undefined]) {
    expect(await advance(cancelled.id, seconds)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'seconds' }] },
    });
  }
});

test('in production there is nothing at the path, and nothing in the document', async () => {
  const secret = 'verifies bearers '.repeat(2);
  const api = await startApi(system.context, {
    NODE_ENV: 'production',
    APP_SECRET: 'seals and signs '.repeat(3),
    OPERATOR_PASSWORD: 'a long password',
    AUTH_JWT_SECRET: secret,
  });
  const { body: order } = await system.client.place();
  const token = await signToken({ sub: 'shop', scope: 'orders:any' }, new TextEncoder().encode(secret));
  const client = createClient(api.url, token, false);
  expect(await client.get(`/v1/orders/${order.id}`)).toMatchObject({ status: 200 });
  const answer = await client.post(`/v1/test/orders/${order.id}/advance`, { seconds: 60 });
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  const { body: document } = await client.get('/openapi.json');
  expect(Object.keys(document.paths)).not.toContain('/v1/test/orders/{id}/advance');
  expect(await read(order.id)).toMatchObject({ version: 1 });
  expect(await api.end()).toBe(0);
});
