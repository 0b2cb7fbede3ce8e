import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRow } from '../support/ledger.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';
import { until, untilInstant } from '../support/until.ts';

const holdSeconds = 3;

let system: System;
let queue: Queue;

beforeAll(async () => {
  system = await startSystem({
    apiEnv: { PAYMENT_HOLD_SECONDS: String(holdSeconds) },
    workerEnv: withoutSweep,
  });
  queue = new Queue('order-expiry', { connection: system.context.redis });
});

afterAll(() => system.close());

const attemptsOf = (id: string) => `/v1/orders/${id}/payment-attempts`;
const start = (id: string, body: object = { provider: 'bank', reference: 'at_1' }) =>
  system.client.post(attemptsOf(id), body);
const fail = (id: string, attemptId: string, body: object = {}) =>
  system.client.post(`${attemptsOf(id)}/${attemptId}/fail`, body);
const pay = (id: string, body: object = {}) => system.client.post(`/v1/orders/${id}/pay`, body);
const read = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body;
const list = async (id: string) => (await system.client.get(attemptsOf(id))).body;
const countdownOf = async (id: string) => (await system.client.get(`/v1/orders/${id}/countdown`)).body;
const cancelled = (id: string) =>
  until(async () => {
    const row = await readRow(system.context, id);
    return row.status === 'cancelled' && row;
  });

test('an order whose payment is in progress at its deadline is cancelled when the hold ends, by its alarm', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 2 });
  expect(order).toMatchObject({ payBy: order.expiresAt, paymentInProgress: false });
  const answer = await start(order.id);
  expect(answer).toMatchObject({
    status: 201,
    body: { orderId: order.id, status: 'open', provider: 'bank', reference: 'at_1' },
  });
  const { id, createdAt, holdUntil } = answer.body;
  expect(Date.parse(holdUntil) - Date.parse(createdAt)).toBe(holdSeconds * 1_000);
  const held = { payBy: order.payBy, expiresAt: holdUntil, paymentInProgress: true };
  expect(await read(order.id)).toMatchObject({ ...held, status: 'pending', version: 2 });
  expect(await countdownOf(order.id)).toMatchObject(held);
  const { delay = 0, timestamp = 0 } = (await queue.getJob(order.id)) ?? {};
  expect(Math.abs(timestamp + delay - Date.parse(holdUntil))).toBeLessThan(1_000);

  const row = await cancelled(order.id);
  expect(row.expires_at.toISOString()).toBe(holdUntil);
  expect(Number(row.lateness_ms)).toBeGreaterThanOrEqual(0);
  expect(Number(row.lateness_ms)).toBeLessThanOrEqual(500);
  expect(await read(order.id)).toMatchObject({ ...held, paymentInProgress: false, cancelReason: 'expired' });
  expect(await list(order.id)).toEqual({ data: [{ ...answer.body, status: 'lapsed' }], nextCursor: null });
  const again = await fail(order.id, id);
  expect(again).toMatchObject({ status: 409, body: { code: 'payment_attempt_closed' } });
});

test('an order past its own deadline is cancelled at once when its last attempt fails', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  const { body: attempt } = await start(order.id);
  await untilInstant(Date.parse(order.expiresAt) + 100);
  expect(await countdownOf(order.id)).toMatchObject({ status: 'pending', paymentInProgress: true });
  const failed = await fail(order.id, attempt.id, { reason: 'declined' });
  expect(failed).toMatchObject({ status: 200, body: { ...attempt, status: 'failed' } });
  expect(await countdownOf(order.id)).toMatchObject({ remainingMs: 0, paymentInProgress: false });
  const row = await cancelled(order.id);
  expect(row.expires_at.getTime()).toBeLessThan(Date.parse(attempt.holdUntil));
  expect(Number(row.lateness_ms)).toBeGreaterThanOrEqual(0);
  expect(Number(row.lateness_ms)).toBeLessThanOrEqual(500);
  expect(await system.context.redis.exists(countdownKey(order.id))).toBe(0);
  const { body: timeline } = await system.client.get(`/v1/orders/${order.id}/events`);
  expect(timeline.data.slice(1)).toMatchObject([
    { type: 'order.payment_started', data: { attemptId: attempt.id, holdUntil: attempt.holdUntil } },
    {
      type: 'order.payment_failed',
      data: { attemptId: attempt.id, reason: 'declined', expiresAt: row.expires_at.toISOString() },
    },
    { type: 'order.cancelled', data: { reason: 'expired' } },
  ]);
  expect(await fail(order.id, attempt.id)).toMatchObject({ status: 200, body: { status: 'failed' } });
});

test('a payment during the hold is accepted, and names the attempt that succeeded', async () => {
  const { body: order } = await system.client.place({ expiresInSeconds: 1 });
  const { body: other } = await start(order.id, { provider: 'bank', reference: 'at_other' });
  const { body: attempt } = await start(order.id, {});
  await untilInstant(Date.parse(order.expiresAt) + 50);
  const paid = await pay(order.id, { paymentReference: 'pay_1', attemptId: attempt.id });
  expect(paid).toMatchObject({ status: 200, body: { status: 'paid', paymentInProgress: false } });
  expect(await list(order.id)).toMatchObject({
    data: [
      { id: other.id, status: 'lapsed' },
      { id: attempt.id, status: 'succeeded' },
    ],
  });
  for (const { id } of [other, attempt]) {
    expect(await fail(order.id, id)).toMatchObject({ status: 409, body: { code: 'payment_attempt_closed' } });
  }
  expect(await start(order.id)).toMatchObject({ status: 409, body: { code: 'order_already_paid' } });
});

test('to start the same attempt again returns it, and changes nothing', async () => {
  const { body: order } = await system.client.place();
  const first = await start(order.id);
  expect(await start(order.id)).toMatchObject({ status: 200, body: first.body });
  expect(await read(order.id)).toMatchObject({ version: 2 });
  expect(await start(order.id, { provider: 'bank', reference: 'at_2' })).toMatchObject({ status: 201 });
});

test('the 21st attempt of an order is refused, and it can still be paid', async () => {
  const { body: order } = await system.client.place();
  for (let n = 0; n < 20; n += 1) {
    expect(await start(order.id, { reference: `at_${n}` })).toMatchObject({ status: 201 });
  }
  const refused = await start(order.id, { reference: 'at_20' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'too_many_payment_attempts' } });
  expect((await list(order.id)).data.map((each: { reference: string }) => each.reference)).toEqual(
    Array.from({ length: 20 }, (_, n) => `at_${n}`),
  );
  expect(await pay(order.id)).toMatchObject({ status: 200 });
});

test('a payment with an attempt that the order does not have is refused by name, and recorded nowhere', async () => {
  const [{ body: order }, { body: other }] = [await system.client.place(), await system.client.place()];
  const { body: stranger } = await start(other.id);
  for (const attemptId of [stranger.id, 'pat_01jdkz3y8re0fv2x9k7q5m4n6p']) {
    const answer = await pay(order.id, { paymentReference: 'pay_1', attemptId });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(answer.body.errors).toMatchObject([{ path: 'attemptId' }]);
  }
  expect(await pay(order.id, { attemptId: 'at_1' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'attemptId' }] },
  });
  expect(await read(order.id)).toMatchObject({ status: 'pending', version: 1 });
  expect(await list(other.id)).toMatchObject({ data: [{ status: 'open' }] });
});

test.each([{ provider: '' }, { reference: null }, { reference: 'r'.repeat(256) }, { amount: 1 }])(
  'an attempt with the body %j is refused, and nothing changes',
  async (body) => {
    const { body: order } = await system.client.place();
    expect(await start(order.id, body)).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(await list(order.id)).toEqual({ data: [], nextCursor: null });
  },
);

test('an attempt of another order is not found', async () => {
  const [{ body: order }, { body: other }] = [await system.client.place(), await system.client.place()];
  const { body: attempt } = await start(other.id);
  expect(await fail(order.id, attempt.id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await fail(order.id, 'at_1')).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
});

test('a customer with the scope payments starts and fails attempts of its own orders; without it, it only lists them', async () => {
  const as = async (sub: string, scope: string) => ({
    Authorization: `Bearer ${await signToken({ sub, scope })}`,
  });
  const { body: order } = await system.client.place({ customerId: 'frank' });
  const payer = await as('frank', 'orders payments');
  const started = await system.client.post(attemptsOf(order.id), {}, payer);
  expect(started).toMatchObject({ status: 201 });
  const failing = `${attemptsOf(order.id)}/${started.body.id}/fail`;
  const reader = await as('frank', 'orders');
  for (const path of [attemptsOf(order.id), failing]) {
    expect(await system.client.post(path, {}, reader)).toMatchObject({ status: 403 });
    expect(await system.client.post(path, {}, await as('mallory', 'orders payments'))).toMatchObject({
      status: 404,
      body: { code: 'order_not_found' },
    });
  }
  const listed = await system.client.send(attemptsOf(order.id), { headers: reader });
  expect(listed).toMatchObject({ status: 200, body: { data: [started.body] } });
  expect(await system.client.post(failing, {}, payer)).toMatchObject({ status: 200 });
});

test('a stream tells of attempts, and a viewer not whose', async () => {
  const { body: order } = await system.client.place();
  const url = `${system.api.url}/v1/orders/${order.id}/stream?token=${order.viewToken}`;
  const stream = await openStream(url, {});
  const snapshot = await stream.event('snapshot');
  expect(snapshot.data).toMatchObject({ payBy: order.payBy, paymentInProgress: false });
  const { body: attempt } = await start(order.id, { provider: 'secret_bank', reference: 'secret_at' });
  const started = await stream.event('order.payment_started');
  expect(started.data.data).toEqual({
    attemptId: attempt.id,
    provider: null,
    reference: null,
    holdUntil: attempt.holdUntil,
    expiresAt: order.expiresAt,
  });
  await fail(order.id, attempt.id, { reason: 'secret_reason' });
  const failed = await stream.event('order.payment_failed');
  expect(failed.data.data).toEqual({ attemptId: attempt.id, reason: null, expiresAt: order.expiresAt });
  expect(stream.text()).not.toContain('secret');
  stream.close();
});

test('an attempt moves no deadline and holds nothing without a hold', async () => {
  const withoutHold = await startSystem({
    apiEnv: { PAYMENT_HOLD_SECONDS: '0' },
    workerEnv: withoutSweep,
  });
  const { client } = withoutHold;
  const { body: order } = await client.place({ expiresInSeconds: 1 });
  const started = await client.post(attemptsOf(order.id), {});
  expect(started).toMatchObject({ status: 201, body: { status: 'open', holdUntil: null } });
  const { body: countdown } = await client.get(`/v1/orders/${order.id}/countdown`);
  expect(countdown).toMatchObject({ expiresAt: order.expiresAt, paymentInProgress: true });
  await until(async () => (await client.get(`/v1/orders/${order.id}`)).body.status === 'cancelled');
  expect((await client.get(attemptsOf(order.id))).body.data).toMatchObject([{ status: 'lapsed' }]);
  await withoutHold.close();
});
