import { createOrderCountdown, type OrderUpdate, type OrderWatch } from '../../packages/client/src/index.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

let system: System;
let proxy: CuttingProxy;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { MAX_STREAMS_PER_ADDRESS: '1' } });
  proxy = await startCuttingProxy(system.api.url);
});

afterAll(async () => {
  await proxy.close();
  await system.close();
});

const sample = { amount: 12_900, currency: 'CNY' };
const clientAt = (baseUrl: string, token = backendToken) => createOrderCountdown({ baseUrl, token });

/** Goes through a watch. `done` settles with it. */
function follow(watch: OrderWatch) {
  const updates: OrderUpdate[] = [];
  async function read(): Promise<void> {
    for await (const update of watch) updates.push(update);
  }
  return { updates, types: () => updates.map(({ type }) => type), done: read() };
}

test("a watch tells what happens, counts down on the service's clock, and ends with the order", async () => {
  const shop = clientAt(system.api.url);
  const { id } = await shop.placeOrder({ ...sample, expiresInSeconds: 600 });
  const watch = shop.watchOrder(id);
  expect(watch.remainingMs).toBeNull();
  const { updates, types, done } = follow(watch);
  await until(() => updates.length === 1);
  expect(updates[0]).toMatchObject({ type: 'snapshot', status: 'pending', event: null });
  const first = watch.remainingMs!;
  expect(first).toBeLessThanOrEqual(600_000);
  expect(first).toBeGreaterThan(500_000);
  await until(() => watch.remainingMs! < first);

  await shop.extendOrder(id, { seconds: 3_600 });
  await until(() => updates.length === 2);
  expect(watch.remainingMs).toBeGreaterThan(4_000_000);
  const { expiresAt } = await shop.getCountdown(id);
  expect(updates[1]).toMatchObject({ type: 'order.extended', status: 'pending', expiresAt });

  await shop.payOrder(id, { paymentReference: 'pay_1' });
  await done;
  expect(types()).toEqual(['snapshot', 'order.extended', 'order.paid']);
  expect(updates[2]).toMatchObject({ status: 'paid', remainingMs: 0 });
  expect(updates[2]!.event).toMatchObject({ sequence: 3, data: { paymentReference: 'pay_1' } });
  expect(watch.remainingMs).toBe(0);
});

test('a watch tells the own deadline of the order, and whether a payment is in progress', async () => {
  const shop = clientAt(system.api.url);
  const { id, viewToken, payBy } = await shop.placeOrder({ ...sample, expiresInSeconds: 600 });
  const { updates, done } = follow(clientAt(system.api.url, viewToken).watchOrder(id));
  await until(() => updates.length === 1);
  const [first, second] = [
    await shop.startPayment(id, { reference: 'pi_1' }),
    await shop.startPayment(id, { reference: 'pi_2' }),
  ];
  await until(() => updates.length === 3);
  await shop.failPayment(id, first.id);
  await until(() => updates.length === 4);
  await shop.failPayment(id, second.id);
  await until(() => updates.length === 5);
  await shop.extendOrder(id, { seconds: 60 });
  await until(() => updates.length === 6);
  await shop.payOrder(id);
  await done;
  const later = new Date(Date.parse(payBy) + 60_000).toISOString();
  expect(updates.map((update) => [update.type, update.payBy, update.paymentInProgress])).toEqual([
    ['snapshot', payBy, false],
    ['order.payment_started', payBy, true],
    ['order.payment_started', payBy, true],
    ['order.payment_failed', payBy, true],
    ['order.payment_failed', payBy, false],
    ['order.extended', later, false],
    ['order.paid', later, false],
  ]);
});

test('a watch of an order that has ended tells how, and ends', async () => {
  const shop = clientAt(system.api.url);
  const { id } = await shop.placeOrder(sample);
  await shop.cancelOrder(id);
  const { types, updates, done } = follow(shop.watchOrder(id));
  await done;
  expect(types()).toEqual(['snapshot']);
  expect(updates[0]).toMatchObject({ status: 'cancelled', remainingMs: 0 });
});

test('a watch goes on where its connection was lost, and misses nothing', async () => {
  const shop = clientAt(system.api.url);
  const { id } = await shop.placeOrder(sample);
  const watch = clientAt(proxy.url).watchOrder(id);
  const { updates, types, done } = follow(watch);
  await until(() => updates.length === 1);
  expect(watch.isInterrupted).toBe(false);
  proxy.cutAll();
  await until(() => watch.isInterrupted);
  proxy.resume();
  await shop.extendOrder(id, { seconds: 60 });
  await shop.payOrder(id, { paymentReference: 'pay_1' });
  await done;
  expect(watch.isInterrupted).toBe(false);
  expect(types()).toEqual(['snapshot', 'snapshot', 'order.extended', 'order.paid']);
  expect(updates.map(({ event }) => event?.sequence ?? 0)).toEqual([0, 0, 2, 3]);
});

test('a view token is enough, and is told nothing of payments', async () => {
  const shop = clientAt(system.api.url);
  const { id, viewToken } = await shop.placeOrder(sample);
  const { updates, done } = follow(clientAt(system.api.url, viewToken).watchOrder(id));
  await until(() => updates.length === 1);
  await shop.payOrder(id, { paymentReference: 'pay_1' });
  await done;
  expect(updates.at(-1)?.event).toMatchObject({ type: 'order.paid', data: { paymentReference: null } });
});

test('where no stream is to be had, the countdown is polled, just after the deadline too', async () => {
  const shop = clientAt(system.api.url);
  const other = await shop.placeOrder(sample);
  const streamUrl = `${system.api.url}/v1/orders/${other.id}/stream?token=${other.viewToken}`;
  const taken = await openStream(streamUrl, {});
  try {
    const { id, viewToken } = await shop.placeOrder({ ...sample, expiresInSeconds: 2 });
    const { types, updates, done } = follow(clientAt(system.api.url, viewToken).watchOrder(id));
    await done;
    expect(new Set(types())).toEqual(new Set(['countdown']));
    expect(updates[0]).toMatchObject({ status: 'pending', paymentInProgress: false });
    expect(updates[0]!.payBy).toBe(updates[0]!.expiresAt);
    expect(updates.at(-1)).toMatchObject({ status: 'cancelled', remainingMs: 0 });
  } finally {
    taken.close();
  }
});

test('what no waiting mends ends a watch with the problem', async () => {
  const shop = clientAt(system.api.url);
  const unknown = follow(shop.watchOrder('ord_01jdkz3y8re0fv2x9k7q5m4n6p'));
  await expect(unknown.done).rejects.toMatchObject({ status: 404, code: 'order_not_found' });
  const { id } = await shop.placeOrder(sample);
  const stranger = follow(clientAt(system.api.url, 'not.a.token').watchOrder(id));
  await expect(stranger.done).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('a watch can be aborted, while connected and while it waits, and closes its connection', async () => {
  const shop = clientAt(system.api.url);
  const { id } = await shop.placeOrder(sample);
  const connected = new AbortController();
  const { updates, done } = follow(clientAt(proxy.url).watchOrder(id, { signal: connected.signal }));
  await until(() => updates.length === 1);
  connected.abort();
  await done;

  const waiting = new AbortController();
  proxy.cutAll();
  const before = proxy.opened();
  const cut = follow(clientAt(proxy.url).watchOrder(id, { signal: waiting.signal }));
  await until(() => proxy.opened() >= before + 2);
  waiting.abort();
  await cut.done;
  proxy.resume();
  expect(cut.updates).toEqual([]);
});

test('leaving the loop closes the connection', async () => {
  const shop = clientAt(system.api.url);
  const { id } = await shop.placeOrder(sample);
  const openStreams = async () =>
    Number(/^order_countdown_open_streams (\d+)$/m.exec(await shop.getMetrics())?.[1]);
  await until(async () => (await openStreams()) === 0);
  for await (const { type } of shop.watchOrder(id)) {
    expect(type).toBe('snapshot');
    expect(await openStreams()).toBe(1);
    break;
  }
  await until(async () => (await openStreams()) === 0);
});

test('the stream alone can be read as it is', async () => {
  const shop = clientAt(system.api.url);
  const { id } = await shop.placeOrder(sample);
  await shop.payOrder(id);
  const events: string[] = [];
  for await (const { id: position, type } of shop.streamOrder(id, { lastEventId: '1' })) {
    events.push(`${position} ${type}`);
  }
  expect(events).toEqual(['1 snapshot', '2 order.paid']);
});
