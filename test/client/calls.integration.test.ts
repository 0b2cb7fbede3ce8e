import {
  createOrderCountdown,
  OrderCountdownConnectionError,
  OrderCountdownProblem,
  type OrderCountdown,
} from '../../packages/client/src/index.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { backendToken, signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

/** The client against a real API. */

let context: TestContext;
let api: RunningProcess;
let shop: OrderCountdown;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  shop = createOrderCountdown({ baseUrl: api.url, token: backendToken });
});

afterAll(async () => {
  await api.end();
  await context.close();
});

const sample = { amount: 12_900, currency: 'CNY' };

/** @returns what the promise rejects with. @throws if it does not */
async function refusal(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => expect.unreachable('it was not refused'),
    (error: unknown) => error,
  );
}

test('an order goes from placed to paid', async () => {
  const placed = await shop.placeOrder({ ...sample, customerId: 'cus_1', metadata: { cart: 7 } });
  expect(placed).toMatchObject({ status: 'pending', customerId: 'cus_1', metadata: { cart: 7 } });
  const { id } = placed;
  expect(await shop.getCountdown(id)).toMatchObject({ id, status: 'pending' });
  expect(await shop.extendOrder(id, { seconds: 60 })).toMatchObject({ id, version: 2 });
  expect(await shop.payOrder(id, { paymentReference: 'pay_1' })).toMatchObject({ id, status: 'paid' });
  expect(await shop.getOrder(id)).toMatchObject({ id, status: 'paid', version: 3 });
  const { data } = await shop.listOrderEvents(id);
  expect(data.map(({ type }) => type)).toEqual(['order.placed', 'order.extended', 'order.paid']);
});

test('bodies and options may be left out where the API needs none', async () => {
  const { id } = await shop.placeOrder(sample);
  expect(await shop.cancelOrder(id)).toMatchObject({ status: 'cancelled', cancelReason: 'backend' });
});

test('a refusal is a typed problem with the id of its request', async () => {
  const { id } = await shop.placeOrder(sample);
  await shop.cancelOrder(id, { reason: 'changed my mind' });
  const error = await refusal(shop.payOrder(id, { paymentReference: 'pay_late' }));
  expect(error).toBeInstanceOf(OrderCountdownProblem);
  expect(error).toMatchObject({ status: 409, code: 'order_cancelled', errors: [], retryAfterMs: null });
  const { message, requestId } = error as OrderCountdownProblem;
  expect(message).toMatch(/^409 order_cancelled The order is cancelled: The order was cancelled at /);
  await until(() => api.log.some((line) => line['requestId'] === requestId));
});

test('an invalid request is a problem that lists every fault', async () => {
  const error = await refusal(shop.placeOrder({ amount: 0, currency: 'XXQ' }));
  expect(error).toMatchObject({ status: 422, code: 'validation_failed' });
  expect((error as OrderCountdownProblem).errors.map(({ path }) => path).toSorted()).toEqual([
    'amount',
    'currency',
  ]);
});

test('lists go on from page to page', async () => {
  const customerId = 'cus_pages';
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    ids.unshift((await shop.placeOrder({ ...sample, customerId })).id);
  }
  const listed: string[] = [];
  for await (const { id } of shop.listOrders({ customerId, limit: 2 })) listed.push(id);
  expect(listed).toEqual(ids);

  const sizes: number[] = [];
  for await (const { data } of shop.listOrders({ customerId, limit: 2 }).pages()) sizes.push(data.length);
  expect(sizes).toEqual([2, 2, 1]);

  const page = await shop.listOrders({ customerId, limit: 2 });
  expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(page.nextCursor).not.toBeNull();
});

test('a timeline can be read whole or in pages', async () => {
  const { id } = await shop.placeOrder(sample);
  await shop.extendOrder(id, { seconds: 1 });
  for (const query of [{}, { limit: 1 }]) {
    const types: string[] = [];
    for await (const { type } of shop.listOrderEvents(id, query)) types.push(type);
    expect(types).toEqual(['order.placed', 'order.extended']);
  }
});

test('the same key places one order', async () => {
  const options = { idempotencyKey: 'cart_7' };
  const first = await shop.placeOrder(sample, options);
  expect((await shop.placeOrder(sample, options)).id).toBe(first.id);
  const error = await refusal(shop.placeOrder({ ...sample, amount: 1 }, options));
  expect(error).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
});

test('calls without a key are different orders', async () => {
  const orders = await Promise.all([shop.placeOrder(sample), shop.placeOrder(sample)]);
  expect(new Set(orders.map(({ id }) => id)).size).toBe(2);
});

test('a token may be a function, and a view token reads its order alone', async () => {
  const { id, viewToken } = await shop.placeOrder(sample);
  let asked = 0;
  const token = async () => {
    asked += 1;
    return signToken({ sub: 'alice', scope: 'orders' });
  };
  const alice = createOrderCountdown({ baseUrl: `${api.url}/`, token });
  expect(await refusal(alice.getOrder(id))).toMatchObject({ status: 404, code: 'order_not_found' });
  expect((await alice.placeOrder(sample)).customerId).toBe('alice');
  expect(asked).toBe(2);

  const viewer = createOrderCountdown({ baseUrl: api.url, token: viewToken });
  expect(await viewer.getOrder(id)).toMatchObject({ id, status: 'pending' });
  expect(await refusal(viewer.cancelOrder(id))).toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('webhook endpoints are registered, pinged and removed', async () => {
  const endpoint = await shop.registerWebhookEndpoint({ url: 'http://127.0.0.1:9/', enabled: false });
  expect(endpoint.secret).toMatch(/^whsec_/);
  const listed: string[] = [];
  for await (const { id } of shop.listWebhookEndpoints()) listed.push(id);
  expect(listed).toEqual([endpoint.id]);
  expect(await shop.testWebhookEndpoint(endpoint.id)).toMatchObject({ type: 'webhook.ping' });
  expect((await shop.listWebhookDeliveries(endpoint.id)).data).toHaveLength(1);
  expect(await shop.removeWebhookEndpoint(endpoint.id)).toBeUndefined();
});

test('what is not JSON is text, and readiness is an answer', async () => {
  expect(await shop.getReadiness()).toMatchObject({ status: 'ready' });
  expect(await shop.getLiveness()).toEqual({ status: 'ok' });
  expect(await shop.getDocs()).toMatch(/^<!doctype html>/i);
  expect(await shop.getProblemKind('order_expired')).toMatchObject({ status: 409 });
});

test('a service that does not answer in time is an error that names it', async () => {
  const slow = await context.postgres.connect();
  try {
    const { id } = await shop.placeOrder(sample);
    await slow.query('begin');
    await slow.query('lock table orders in access exclusive mode');
    const error = await refusal(shop.getOrder(id, { timeoutMs: 200, maxRetries: 0 }));
    expect(error).toBeInstanceOf(OrderCountdownConnectionError);
    expect((error as Error).message).toBe(`GET ${api.url}/v1/orders/${id}: no answer within 200 ms`);

    const reason = new Error('the shopper left');
    const controller = new AbortController();
    const aborted = refusal(shop.getOrder(id, { signal: controller.signal }));
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    expect(await refusal(shop.getOrder(id, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  } finally {
    await slow.query('rollback');
    slow.release();
  }
});
