import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.ts';
import { spanBelow } from '../support/spans.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

let collector: OtlpReceiver;
let shop: Receiver;
let system: System;

beforeAll(async () => {
  [collector, shop] = await Promise.all([startOtlpReceiver(), startReceiver()]);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_BSP_SCHEDULE_DELAY: '50' };
  system = await startSystem({ redisUrl: 'none', apiEnv: env, workerEnv: { ...env, ...withoutSweep } });
  await register(system.client, shop.url);
});

afterAll(async () => {
  await system.close();
  await shop.close();
  await collector.close();
});

test('without Redis, an order that lapses is one trace, too, from its request to the webhooks', async () => {
  const client = { traceId: 'c0ffee'.padStart(32, '1'), spanId: '00f067aa0ba902b7' };
  const below = (parent: { traceId: string; spanId: string }, name: string) =>
    spanBelow(collector, parent, name);
  const { body } = await system.client.post(
    '/v1/orders',
    { customerId: 'cus_42', amount: 100, currency: 'EUR', expiresInSeconds: 1 },
    { traceparent: `00-${client.traceId}-${client.spanId}-01` },
  );
  const call = await below(await below(client, 'POST /v1/orders'), 'order.place');
  await below(await below(call, 'ledger: place'), 'postgresql');
  await below(call, 'projection: started');

  // BullMQ's job in Postgres brings the trace to the worker.
  const alarm = await below(call, 'process order-expiry');
  expect(alarm).toMatchObject({
    service: 'order-countdown-worker',
    attributes: { 'order_countdown.order_id': body.id },
  });
  const expiry = await below(alarm, 'order.expire');
  expect(expiry.attributes).toEqual({ 'order_countdown.outcome': 'expired' });
  await below(await below(expiry, 'ledger: expire'), 'postgresql');

  const posts = [];
  for (const origin of [call, expiry])
    posts.push(await below(await below(origin, 'deliver webhook'), 'POST'));
  expect(shop.received.map(({ headers }) => headers['traceparent'])).toEqual(
    posts.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`),
  );
});
