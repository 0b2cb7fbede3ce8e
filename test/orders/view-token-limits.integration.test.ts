import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';
import { signViewToken } from '../support/view-tokens.ts';

/* Whoever holds a view token has a link that may have leaked: what it can use up is not the customer's. */

const perMinute = 20;

let system: System;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { RATE_LIMIT_PER_MINUTE: String(perMinute) } });
});

afterAll(() => system.close());

interface Placed {
  id: string;
  viewToken: string;
}

const place = async (customerId: string | undefined): Promise<Placed> =>
  (await system.client.place({ customerId })).body;

const read = ({ id, viewToken }: Placed) => system.anonymous.get(`/v1/orders/${id}?token=${viewToken}`);

/** Uses up what the view tokens of these orders may ask for together: one limit, no less and no more. */
async function exhaust(orders: readonly Placed[]): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 4 * perMinute }, (_, index) => read(orders[index % orders.length]!)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(perMinute);
}

test('all view tokens of a customer share a count, which is not that of the customer', async () => {
  const own = createClient(system.api.url, await signToken({ sub: 'shopper', scope: 'orders' }));
  const orders = [await place('shopper'), await place('shopper'), await place('shopper')];
  const [another, neighbour] = [await place('shopper'), await place('neighbour')];
  await exhaust(orders);
  for (const order of [...orders, another]) {
    expect(await read(order)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  }
  expect(await own.get('/v1/orders')).toMatchObject({ status: 200 });
  expect(await read(neighbour)).toMatchObject({ status: 200 });
});

test('a customer past the limit gets no more than one further limit by all view tokens together', async () => {
  const own = createClient(system.api.url, await signToken({ sub: 'flooder', scope: 'orders' }));
  const orders = await Promise.all(Array.from({ length: 10 }, () => place('flooder')));
  await Promise.all(Array.from({ length: 4 * perMinute }, () => own.get('/v1/orders')));
  expect(await own.get('/v1/orders')).toMatchObject({ status: 429 });
  await exhaust(orders);
});

test('view tokens of orders without a customer have separate counts', async () => {
  const [order, another] = [await place(undefined), await place(undefined)];
  await exhaust([order]);
  expect(await read(order)).toMatchObject({ status: 429 });
  expect(await read(another)).toMatchObject({ status: 200 });
});

test('view tokens of a version without budgets are valid, and counted by their order', async () => {
  const [order, another] = [await place('regular'), await place('regular')];
  const former = { id: order.id, viewToken: await signViewToken(order.id) };
  await exhaust([former]);
  expect(await read(former)).toMatchObject({ status: 429 });
  expect(await read(another)).toMatchObject({ status: 200 });
});

test('a view token names the budget of its customer by a hash that only the service can make', async () => {
  const orders = [await place('cus_7'), await place('cus_7'), await place('cus_8'), await place(undefined)];
  const [first, second, third, none] = orders.map(({ viewToken }) => decodeJwt(viewToken)['budget']);
  expect(first).toMatch(/^[\w-]{16}$/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(none).toBeUndefined();
  expect(JSON.stringify(orders.map(({ viewToken }) => decodeJwt(viewToken)))).not.toContain('cus_');
});
