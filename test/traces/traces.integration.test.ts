import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.ts';
import { spanBelow } from '../support/spans.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

let collector: OtlpReceiver;
let shop: Receiver;
let system: System;
let untracedSystem: System;

/** Prints each module of the SDK that a process loads, as a line of its log. Its API is loaded by the client of Prometheus, too. */
const printLoaded = `--import=data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) {
  if (url.includes('@opentelemetry/') && !url.includes('@opentelemetry/api/')) console.log(JSON.stringify({ loaded: url }));
  return next(url, context);
} });`)}`;

beforeAll(async () => {
  collector = await startOtlpReceiver();
  shop = await startReceiver();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BSP_MAX_QUEUE_SIZE: '600',
    NODE_OPTIONS: printLoaded,
  };
  const plain = {
    NODE_OPTIONS: printLoaded,
    OTEL_SERVICE_NAME: 'shop',
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_EXPORTER_OTLP_ENDPOINT: '',
  };
  [system, untracedSystem] = await Promise.all([
    startSystem({ apiEnv: env, workerEnv: { ...env, ...withoutSweep } }),
    startSystem({ apiEnv: plain, workerEnv: plain }),
  ]);
  // Else an order's alarm may be set by reconciliation, which belongs to no request.
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  await register(system.client, shop.url);
});

afterAll(async () => {
  await Promise.all([system.close(), untracedSystem.close()]);
  await shop.close();
  await collector.close();
});

const clientTrace = (index: number) => `${index}`.padStart(32, 'c0ffee');
const clientSpan = '00f067aa0ba902b7';
const place = (traceparent: string, order: object = {}) =>
  system.client.post(
    '/v1/orders',
    { customerId: 'cus_42', amount: 100, currency: 'EUR', ...order },
    { traceparent },
  );
const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);

const below = (parent: { traceId: string; spanId: string }, name: string) =>
  spanBelow(collector, parent, name);

const placeOf = ({ traceId, spanId }: ReceivedSpan) => ({ traceId, spanId });
const traceparentOf = ({ traceId, spanId }: ReceivedSpan) => `00-${traceId}-${spanId}-01`;

test('an order that lapses is one trace, from its request to the webhooks', async () => {
  const client = { traceId: clientTrace(1), spanId: clientSpan };
  const { status, body } = await place(`00-${client.traceId}-${clientSpan}-01`, { expiresInSeconds: 1 });
  expect(status).toBe(201);
  const ofOrder = { 'order_countdown.order_id': body.id };

  const request = await below(client, 'POST /v1/orders');
  expect(request).toMatchObject({
    service: 'order-countdown-api',
    kind: 'server',
    attributes: {
      'http.route': '/v1/orders',
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'order_countdown.outcome': 'placed',
      ...ofOrder,
    },
  });
  const call = await below(request, 'order.place');
  const set = await below(call, 'ledger: place');
  expect(set.links).toEqual([placeOf(call)]);
  expect(await below(set, 'postgresql')).toMatchObject({ kind: 'client', links: [] });
  expect((await below(call, 'projection: started')).links).toEqual([placeOf(call)]);

  // The alarm brings the trace to the worker.
  const alarm = await below(call, 'process order-expiry');
  expect(alarm).toMatchObject({ service: 'order-countdown-worker', kind: 'consumer', attributes: ofOrder });
  const expiry = await below(alarm, 'order.expire');
  expect(expiry.attributes).toEqual({ 'order_countdown.outcome': 'expired' });
  await below(await below(expiry, 'ledger: expire'), 'postgresql');

  // Each event brings it to its webhook, and the webhook to whoever receives it.
  const sent = [await below(call, 'deliver webhook'), await below(expiry, 'deliver webhook')];
  expect(sent.map(({ attributes }) => attributes['order_countdown.event_type'])).toEqual([
    'order.placed',
    'order.cancelled',
  ]);
  for (const [index, delivery] of sent.entries()) {
    expect(delivery).toMatchObject({ kind: 'consumer', attributes: ofOrder, hasFailed: false });
    const post = await below(delivery, 'POST');
    expect(post).toMatchObject({
      kind: 'client',
      attributes: { 'server.address': '127.0.0.1', 'http.response.status_code': 204 },
    });
    expect(shop.received[index]?.headers['traceparent']).toBe(traceparentOf(post));
  }

  const line = await until(() => system.api.log.find(({ orderId }) => orderId === body.id));
  expect(line).toMatchObject({ trace_id: client.traceId, span_id: request.spanId, trace_flags: '01' });
  expect(collector.headers).toMatchObject({ 'x-tenant': 'shop', 'content-type': 'application/x-protobuf' });
});

test('calls that share a set are linked with it, each in the trace of its own request', async () => {
  const traces = Array.from({ length: 40 }, (_, index) => clientTrace(100 + index));
  await Promise.all(traces.map((traceId) => place(`00-${traceId}-${clientSpan}-01`)));
  const ofTraces = (name: string) => traces.flatMap((id) => spansOf(id).filter((span) => span.name === name));
  await until(() => ofTraces('POST /v1/orders').length === traces.length);
  const calls = ofTraces('order.place');
  const sets = ofTraces('ledger: place');
  expect(calls).toHaveLength(traces.length);
  expect(sets.length).toBeLessThan(calls.length);
  expect(sets.flatMap(({ links }) => links).toSorted(bySpan)).toEqual(calls.map(placeOf).toSorted(bySpan));
  // A set is a part of the trace of its first call; the others lead to it.
  const setOf = ({ spanId }: ReceivedSpan) =>
    sets.find(({ links }) => links.some((link) => link.spanId === spanId))!;
  const others = calls.filter((call) => setOf(call).parentSpanId !== call.spanId);
  expect(others).toHaveLength(calls.length - sets.length);
  for (const call of others) expect(call.links).toContainEqual(placeOf(setOf(call)));
  await until(() => ofTraces('deliver webhook').length === traces.length);
});

const bySpan = (a: { spanId: string }, b: { spanId: string }) => a.spanId.localeCompare(b.spanId);

test('a stranger can ask not to be traced, and send nothing else than a trace', async () => {
  const [unsampled, forged] = [clientTrace(200), clientTrace(201)];
  const { body: hidden } = await place(`00-${unsampled}-${clientSpan}-00`);
  await place(`00-${forged}-${clientSpan}-01\u0020or 1=1`);
  const { body: last } = await place('00-00000000000000000000000000000000-00f067aa0ba902b7-01');
  const isOf = (id: string) => (span: ReceivedSpan) =>
    span.name === 'POST /v1/orders' && span.attributes['order_countdown.order_id'] === id;
  const span = await until(() => collector.spans.find(isOf(last.id)));
  expect(span).toMatchObject({ traceId: expect.stringMatching(/[1-9a-f]/), parentSpanId: '' });
  expect([spansOf(unsampled), spansOf(forged)]).toEqual([[], []]);

  // Its events and its alarm are as they are without traces, and the log tells its trace all the same.
  const { rows } = await system.context.postgres.query(
    'select traceparent from order_events where order_id = $1',
    [orderIdToUuid(hidden.id)],
  );
  expect(rows).toEqual([{ traceparent: null }]);
  expect(await system.context.redis.hget(`bull:order-expiry:${hidden.id}`, 'data')).toBe('{}');
  const line = await until(() => system.api.log.find(({ orderId }) => orderId === hidden.id));
  expect(line).toMatchObject({ trace_id: unsampled, trace_flags: '00' });
});

test('an alarm cancels its order whatever its data says', async () => {
  // Of an older process, of something else, of a forger; and there is none if Redis evicted it.
  const written = ['{}', '{"traceparent":{"toString":1}}', '{"traceparent":"00-…-01"}', 'null', null];
  const lapsing = written.map(async (data) => {
    const { body } = await place('', { expiresInSeconds: 1 });
    const key = `bull:order-expiry:${body.id}`;
    expect(await system.context.redis.hget(key, 'data')).toContain('traceparent');
    if (data === null) await system.context.redis.hdel(key, 'data');
    else await system.context.redis.hset(key, 'data', data);
    const isAlarm = ({ name, attributes }: ReceivedSpan) =>
      name === 'process order-expiry' && attributes['order_countdown.order_id'] === body.id;
    expect((await until(() => collector.spans.find(isAlarm))).parentSpanId).toBe('');
    expect((await system.client.get(`/v1/orders/${body.id}`)).body.cancelReason).toBe('expired');
  });
  await Promise.all(lapsing);
});

test('a service without a collector loads no SDK, and logs as ever', async () => {
  const { body } = await untracedSystem.client.place({ expiresInSeconds: 1 });
  await until(
    async () => (await untracedSystem.client.get(`/v1/orders/${body.id}`)).body.status === 'cancelled',
  );
  const loadedBy = ({ api, worker }: System) =>
    [api, worker].map(({ log }) => log.some(({ loaded }) => loaded !== undefined));
  expect(loadedBy(untracedSystem)).toEqual([false, false]);
  expect(loadedBy(system)).toEqual([true, true]);
  expect(JSON.stringify(untracedSystem.api.log)).not.toContain('trace_id');
});

test('nobody notices a collector that does not answer, or is gone', async () => {
  collector.answer = () => undefined;
  const asked = collector.requests;
  // More spans than the queue holds, and fewer requests at once than the API refuses.
  const placeMany = async () => {
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => place('')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    }
  };
  await placeMany();
  await until(() => collector.requests > asked);
  await placeMany();
  await collector.close();
  await placeMany();
  const failed = await until(() => system.api.log.find(({ msg }) => msg === 'traces can not be exported'));
  expect(failed).not.toHaveProperty('trace_id');
  const endsAt = performance.now();
  expect(await Promise.all([system.api.end(), system.worker.end()])).toEqual([0, 0]);
  expect(performance.now() - endsAt).toBeLessThan(5_000);
});
