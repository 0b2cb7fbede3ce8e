import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type Answer, type Client } from '../support/client.ts';
import { waitingForLocks } from '../support/ledger.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

/* Requests other than placing an order that a client may repeat under an `Idempotency-Key`. */

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

const repeated = ({ headers }: Answer) => headers.get('idempotency-replayed') === 'true';
const keyed = (key: string) => ({ 'Idempotency-Key': key });
const extend = (id: string, key: string, seconds = 60, client: Client = system.client) =>
  client.post(`/v1/orders/${id}/extend`, { seconds }, keyed(key));
const placedId = async () => (await system.client.place()).body.id as string;

describe('extending', () => {
  test('a repeated extension is answered as the first one, and moves the deadline once', async () => {
    const id = await placedId();
    const first = await extend(id, 'extend 1');
    expect(first.status).toBe(200);
    expect(repeated(first)).toBe(false);
    const again = await extend(id, 'extend 1');
    expect(repeated(again)).toBe(true);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await system.client.get(`/v1/orders/${id}`)).body).toMatchObject({
      version: 2,
      expiresAt: first.body.expiresAt,
    });
  });

  test('of many at once one extends, and all are answered alike', async () => {
    const id = await placedId();
    const answers = await Promise.all(Array.from({ length: 30 }, () => extend(id, 'extend at once')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter((answer) => !repeated(answer))).toHaveLength(1);
    expect((await system.client.get(`/v1/orders/${id}`)).body.version).toBe(2);
  });

  test('the key of another request is refused, and changes nothing', async () => {
    const [id, otherId] = [await placedId(), await placedId()];
    await extend(id, 'extend 2');
    const refused = { status: 422, body: { code: 'idempotency_key_reused' } };
    expect(await extend(id, 'extend 2', 61)).toMatchObject(refused);
    expect(await extend(otherId, 'extend 2')).toMatchObject(refused);
    const ping = await system.client.post('/v1/webhook-endpoints', { url: url(9) }, keyed('extend 2'));
    expect(ping).toMatchObject(refused);
    expect((await system.client.get(`/v1/orders/${otherId}`)).body.version).toBe(1);
  });

  test('a customer and a backend of the same name have keys of their own', async () => {
    const id = await placedId();
    const name = 'a name of both';
    const [shop, customer] = await Promise.all(
      ['orders:any', 'orders payments'].map(async (scope) => ({
        Authorization: `Bearer ${await signToken({ sub: name, scope })}`,
        ...keyed('of both'),
      })),
    );
    const path = `/v1/orders/${id}/payment-attempts`;
    expect(await system.client.post(path, { provider: 'p' }, shop)).toMatchObject({ status: 201 });
    // It is not the customer's order.
    expect(await system.client.post(path, { provider: 'p' }, customer)).toMatchObject({ status: 404 });
    await system.client.post(`/v1/customers/${encodeURIComponent(name)}/erase`);
    expect(repeated(await system.client.post(path, { provider: 'p' }, shop))).toBe(true);
  });

  test('each caller has keys of its own', async () => {
    const [id, otherId] = [await placedId(), await placedId()];
    const token = await signToken({ sub: 'another shop', scope: 'orders:any' });
    const other = createClient(system.api.url, token);
    await extend(id, 'extend 3');
    const answer = await extend(otherId, 'extend 3', 60, other);
    expect([answer.status, repeated(answer)]).toEqual([200, false]);
  });

  test('a refusal is not remembered', async () => {
    const id = await placedId();
    const tooLong = await extend(id, 'extend 4', 30 * 86_400);
    expect(tooLong.status).toBe(422);
    const { rows } = await system.context.postgres.query(
      `select count(*)::int as count from idempotent_requests where key = 'extend 4'`,
    );
    expect(rows[0].count).toBe(0);
    expect((await extend(id, 'extend 4')).status).toBe(200);
  });

  test('while somebody holds the order the request waits, and is done once', async () => {
    const id = await placedId();
    const holder = await system.context.postgres.connect();
    await holder.query('begin');
    await holder.query('select from orders for update');
    const answering = Promise.all([extend(id, 'extend 5'), extend(id, 'extend 5')]);
    await until(() => waitingForLocks(system.context));
    await holder.query('commit');
    holder.release();
    const answers = await answering;
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.filter(repeated)).toHaveLength(1);
    expect((await system.client.get(`/v1/orders/${id}`)).body.version).toBe(2);
  });

  test.each(['', 'x'.repeat(256), 'Schlüssel'])('a key that is none is refused: %j', async (key) => {
    const id = await placedId();
    const answer = await system.client.send(`/v1/orders/${id}/extend`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ seconds: 60 }),
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
  });
});

test('a repeated start of a payment attempt is answered as the first one, even if that has failed meanwhile', async () => {
  const path = `/v1/orders/${await placedId()}/payment-attempts`;
  const start = () => system.client.post(path, { reference: 'at_1' }, keyed('start 1'));
  const first = await start();
  await system.client.post(`${path}/${first.body.id}/fail`);
  const again = await start();
  expect([again.status, again.body, repeated(again)]).toEqual([201, first.body, true]);
  const other = await system.client.post(path, { reference: 'at_2' }, keyed('start 1'));
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  expect((await system.client.get(path)).body.data).toMatchObject([{ status: 'failed' }]);
});

const url = (number: number) => `http://127.0.0.1:9/${number}`;

describe('webhook endpoints', () => {
  const register = (key: string, number: number) =>
    system.client.post('/v1/webhook-endpoints', { url: url(number), enabled: false }, keyed(key));

  test('a repeated registration has the same endpoint and secret, which is stored nowhere in the clear', async () => {
    const first = await register('register 1', 1);
    const again = await register('register 1', 1);
    expect(first.status).toBe(201);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect([repeated(again), again.headers.get('location')]).toEqual([true, first.headers.get('location')]);
    const { rows } = await system.context.postgres.query('select answer::text from idempotent_requests');
    expect(JSON.stringify(rows)).not.toContain(first.body.secret);
  });

  test('a repeated registration of an endpoint that was removed meanwhile is not found', async () => {
    const { body } = await register('register 2', 2);
    await system.client.send(`/v1/webhook-endpoints/${body.id}`, { method: 'DELETE' });
    expect((await register('register 2', 2)).status).toBe(404);
  });

  test('a repeated test sends one ping', async () => {
    const { body } = await register('register 3', 3);
    const path = `/v1/webhook-endpoints/${body.id}`;
    const first = await system.client.post(`${path}/test`, {}, keyed('ping'));
    const again = await system.client.post(`${path}/test`, {}, keyed('ping'));
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect((await system.client.get(`${path}/deliveries`)).body.data).toHaveLength(1);
  });
});

test('a start that found an attempt open is remembered, and starts none once that has failed', async () => {
  const path = `/v1/orders/${await placedId()}/payment-attempts`;
  const asked = { provider: 'p', reference: 'r' };
  const { body } = await system.client.post(path, asked);
  expect(await system.client.post(path, asked, keyed('found open'))).toMatchObject({ status: 200, body });
  await system.client.post(`${path}/${body.id}/fail`);
  const again = await system.client.post(path, asked, keyed('found open'));
  expect([repeated(again), again.body]).toEqual([true, body]);
  expect((await system.client.get(path)).body.data).toHaveLength(1);
});
