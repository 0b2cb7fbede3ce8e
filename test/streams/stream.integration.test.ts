import { snapshotResponse } from '../../apps/api/src/orders/responses.ts';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMetrics } from '../support/metrics.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { openStream, type OpenStream } from '../support/stream.ts';
import { quickest } from '../support/quickest.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

let system: System;
let otherApi: RunningProcess;
/** Opened first, on an order that nothing happens to, so that its heartbeat is due while the other tests run. */
let quietStream: OpenStream;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  otherApi = await startApi(system.context);
  quietStream = await watch((await place()).id);
});

afterAll(async () => {
  await otherApi.end();
  await system.close();
});

interface ExtendedOnStream {
  serverTime: string;
  remainingMs: number;
  data: { expiresAt: string };
}

const asBackend = { Authorization: `Bearer ${backendToken}` };

const place = async (overrides: Record<string, unknown> = {}) => (await system.client.place(overrides)).body;

const watch = (id: string, headers: Record<string, string> = asBackend, api = system.api) =>
  openStream(`${api.url}/v1/orders/${id}/stream`, headers);

const pay = (id: string) => system.client.post(`/v1/orders/${id}/pay`, { paymentReference: 'pay_1' });

const eventsAfterSnapshot = ({ events }: { events: { event: string }[] }) =>
  events.slice(1).map(({ event }) => event);

test('a stream begins with a snapshot, under headers that forbid caching and buffering', async () => {
  const order = await place();
  const stream = await watch(order.id);
  expect(stream.status).toBe(200);
  expect(stream.headers.get('cache-control')).toBe('no-store');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  const snapshot = await stream.event('snapshot');
  expect(snapshotResponse.strict().parse(snapshot.data)).toMatchObject({
    id: order.id,
    status: 'pending',
    expiresAt: order.expiresAt,
    version: 1,
  });
  expect(snapshot.id).toBe('1');
  expect(stream.text()).toMatch(/^retry: \d+\n\nevent: snapshot\nid: 1\ndata: \{.*\}\n\n$/);
  stream.close();
});

test('a payment at one api process reaches a stream of another, which then ends', async () => {
  const { id } = await place();
  const stream = await watch(id, asBackend, otherApi);
  const { body: paid } = await pay(id);
  const event = await stream.event('order.paid');
  expect(event).toMatchObject({
    id: '2',
    data: {
      id,
      sequence: 2,
      type: 'order.paid',
      occurredAt: paid.paidAt,
      data: { amount: paid.amount, currency: paid.currency, paymentReference: 'pay_1' },
    },
  });
  await stream.ended();
});

test('a payment at one api process reaches a stream of another within 100 ms', async () => {
  const latencyMs = async () => {
    const { id } = await place();
    const stream = await watch(id, asBackend, otherApi);
    await stream.event('snapshot');
    await pay(id);
    const answeredAt = performance.now();
    return (await stream.event('order.paid')).at - answeredAt;
  };
  expect(await quickest(100, latencyMs)).toBeLessThan(100);
});

test('a view token can stream its own order only', async () => {
  const [order, another] = await Promise.all([place(), place()]);
  const own = await openStream(`${system.api.url}/v1/orders/${order.id}/stream?token=${order.viewToken}`, {});
  await system.client.post(`/v1/orders/${order.id}/cancel`);
  await own.ended();
  expect(eventsAfterSnapshot(own)).toEqual(['order.cancelled']);

  const { anonymous } = system;
  const path = `/v1/orders/${order.id}/stream`;
  expect(await anonymous.get(`${path}?token=${another.viewToken}`)).toMatchObject({ status: 404 });
  expect(await anonymous.get(path)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('every stream of an unpaid order ends at the deadline', async () => {
  const { id } = await place({ expiresInSeconds: 1 });
  const streams = await Promise.all([watch(id), watch(id), watch(id, asBackend, otherApi)]);
  for (const stream of streams) {
    await stream.ended(6_000);
    expect(stream.events.at(-1)).toMatchObject({
      event: 'order.cancelled',
      data: { data: { reason: 'expired' } },
    });
    expect(eventsAfterSnapshot(stream)).toEqual(['order.cancelled']);
  }
});

test('a stream delivers an extension and ends at the later deadline', async () => {
  const { id } = await place({ expiresInSeconds: 1 });
  const stream = await watch(id);
  await system.client.post(`/v1/orders/${id}/extend`, { seconds: 1 });
  const extended = await stream.event('order.extended');
  const { serverTime, remainingMs, data: told } = extended.data as unknown as ExtendedOnStream;
  expect(Date.parse(serverTime) + remainingMs).toBe(Date.parse(told.expiresAt));
  expect(remainingMs).toBeGreaterThan(1_000);
  expect(remainingMs).toBeLessThanOrEqual(2_000);
  const cancelled = await stream.event('order.cancelled');
  expect(Date.parse(cancelled.data.occurredAt)).toBeGreaterThanOrEqual(
    Date.parse(extended.data.data.expiresAt),
  );
  await stream.ended();
  expect(stream.events.map(({ id }) => Number(id))).toEqual(stream.events.map((_, index) => index + 1));
});

test('a cancellation without a change message is delivered at the deadline', async () => {
  const { id, remainingMs } = await place({ expiresInSeconds: 2 });
  const placedAt = performance.now();
  const stream = await watch(id);
  await stream.event('snapshot');
  await system.context.postgres.query(
    `with cancelled as (
       update orders set status = 'cancelled', cancelled_at = now(), cancel_reason = 'backend', version = 2
       where id = $1 returning id
     )
     insert into order_events (order_id, sequence, type, data, occurred_at)
     select id, 2, 'order.cancelled', '{}', now() from cancelled`,
    [orderIdToUuid(id)],
  );
  await stream.ended();
  expect(performance.now() - placedAt).toBeLessThan(remainingMs + 800);
  expect(eventsAfterSnapshot(stream)).toEqual(['order.cancelled']);
});

test('HEAD on a stream is answered with its headers and no body', async () => {
  const { id } = await place();
  const response = await fetch(`${system.api.url}/v1/orders/${id}/stream`, {
    method: 'HEAD',
    headers: asBackend,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
});

test('the count of open streams and the subscriptions drop when readers leave', async () => {
  const openStreams = async () => (await readMetrics(otherApi)).value('order_countdown_open_streams');
  const before = (await openStreams()) ?? 0;
  const { id } = await place();
  const streams = await Promise.all(Array.from({ length: 5 }, () => watch(id, asBackend, otherApi)));
  expect(await openStreams()).toBe(before + 5);
  for (const stream of streams) stream.close();
  await until(async () => (await openStreams()) === before);
  const channels = () => system.context.redis.pubsub('NUMSUB', `order:${id}`);
  await until(async () => Number((await channels())[1]) === 0);
});

test('no stream misses a payment made while the stream is being opened', async () => {
  const orders = await Promise.all(Array.from({ length: 100 }, () => place()));
  const streams = await Promise.all(
    orders.map(async ({ id }, index) => {
      const [stream] = await Promise.all([watch(id, asBackend, index % 2 ? system.api : otherApi), pay(id)]);
      return stream;
    }),
  );
  await Promise.all(streams.map((stream) => stream.ended(5_000)));
  for (const { events } of streams) {
    const last = events.at(-1);
    expect(last?.event === 'order.paid' || last?.data.status === 'paid').toBe(true);
  }
});

/** Proxies usually close a connection after a silent minute. The margin is for a busy machine. */
const heartbeatLimitMs = 45_000;

test('a quiet stream carries a heartbeat well within the minute that proxies allow', async () => {
  const heartbeats = () => quietStream.text().match(/^:$/gm) ?? [];
  await until(() => heartbeats().length > 0, heartbeatLimitMs);
  expect(quietStream.events.map(({ event }) => event)).toEqual(['snapshot']);
}, 60_000);
