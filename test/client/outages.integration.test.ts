import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createOrderCountdown,
  OrderCountdownConnectionError,
  type OrderCountdownProblem,
} from '../../packages/client/src/index.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { backendToken, signToken } from '../support/tokens.ts';

let context: TestContext;
let api: RunningProcess;
let proxy: CuttingProxy;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  proxy = await startCuttingProxy(api.url);
});

afterAll(async () => {
  await proxy.close();
  await api.end();
  await context.close();
});

const sample = { amount: 12_900, currency: 'CNY' };
const shopAt = (baseUrl: string) => createOrderCountdown({ baseUrl, token: backendToken });

test('an order whose answer is lost three times is placed once', async () => {
  const shop = shopAt(proxy.url);
  proxy.cutAnswers(3);
  const { id } = await shop.placeOrder({ ...sample, customerId: 'cus_lost' });
  const { data } = await shop.listOrders({ customerId: 'cus_lost' });
  expect(data.map((order) => order.id)).toEqual([id]);
});

test('a payment whose answer is lost is accepted once', async () => {
  const shop = shopAt(proxy.url);
  const { id } = await shop.placeOrder(sample);
  proxy.cutAnswers(1);
  expect(await shop.payOrder(id, { paymentReference: 'pay_1' })).toMatchObject({ status: 'paid' });
  expect((await shop.listOrderEvents(id)).data.map(({ type }) => type)).toEqual([
    'order.placed',
    'order.paid',
  ]);
});

test('an extension whose answer is lost extends once', async () => {
  const shop = shopAt(proxy.url);
  const { id, expiresAt } = await shop.placeOrder(sample);
  proxy.cutAnswers(1);
  const extended = await shop.extendOrder(id, { seconds: 60 });
  expect(Date.parse(extended.expiresAt) - Date.parse(expiresAt)).toBe(60_000);
});

test('after the last retry the lost connection is an error', async () => {
  const shop = shopAt(proxy.url);
  proxy.cutAnswers(2);
  const lost = shop.getLiveness({ maxRetries: 1 });
  await expect(lost).rejects.toThrow(OrderCountdownConnectionError);
  await expect(shop.getLiveness()).resolves.toEqual({ status: 'ok' });
});

test('an error says what could not be reached, and why', async () => {
  const closed = await startOverloaded(0);
  await closed.close();
  const error = await shopAt(closed.url)
    .getLiveness({ maxRetries: 0 })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OrderCountdownConnectionError);
  expect((error as Error).message).toMatch(
    `GET ${closed.url}/health/live: fetch failed: connect ECONNREFUSED`,
  );
});

test('the rate limit is a problem that says how long to wait', async () => {
  const limited = await startApi(context, { RATE_LIMIT_PER_MINUTE: '1' });
  try {
    const token = await signToken({ sub: 'alice', scope: 'orders' });
    const alice = createOrderCountdown({ baseUrl: limited.url, token, maxRetries: 0 });
    // A new minute may begin in between, once.
    const answers = await Promise.allSettled(Array.from({ length: 3 }, () => alice.listOrders()));
    const refusals = answers.filter(({ status }) => status === 'rejected');
    expect(refusals.length).toBeGreaterThan(0);
    const { reason } = refusals[0] as PromiseRejectedResult;
    expect(reason).toMatchObject({ status: 429, code: 'rate_limited' });
    expect((reason as OrderCountdownProblem).retryAfterMs).toBeGreaterThan(0);
  } finally {
    await limited.end();
  }
});

/** Refuses the first requests as an overloaded service does, which a test can't overload on any machine. */
async function startOverloaded(refusals: number) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    const isRefused = requests.length <= refusals;
    const body = isRefused ? { status: 503, code: 'overloaded', title: 'T', detail: 'D' } : { id: 'ord_1' };
    response.writeHead(isRefused ? 503 : 201, {
      'Content-Type': isRefused ? 'application/problem+json; charset=utf-8' : 'application/json',
      ...(isRefused && { 'Retry-After': '0' }),
    });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, close: () => new Promise((resolve) => server.close(resolve)) };
}

test('a request that was refused because of overload is sent again with the same key', async () => {
  const overloaded = await startOverloaded(2);
  expect(await shopAt(overloaded.url).placeOrder(sample)).toEqual({ id: 'ord_1' });
  const keys = overloaded.requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  await overloaded.close();
});

test('retries are bounded, and can be switched off', async () => {
  for (const [maxRetries, sent] of [
    [undefined, 4],
    [0, 1],
  ] as const) {
    const overloaded = await startOverloaded(Infinity);
    const placing = shopAt(overloaded.url).placeOrder(sample, { maxRetries });
    await expect(placing).rejects.toMatchObject({ status: 503, code: 'overloaded', retryAfterMs: 0 });
    expect(overloaded.requests).toHaveLength(sent);
    await overloaded.close();
  }
});
