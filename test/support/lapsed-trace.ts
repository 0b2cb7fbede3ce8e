import { expect } from 'vitest';
import type { Client } from './client.ts';
import type { OtlpReceiver } from './otlp-receiver.ts';
import { spanBelow } from './spans.ts';
import type { Receiver } from './webhook-receiver.ts';

/** For the environment of each process. */
export const tracedTo = (collector: OtlpReceiver) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
  OTEL_BSP_SCHEDULE_DELAY: '50',
});

interface Observed {
  client: Client;
  collector: OtlpReceiver;
  /** Registered for webhooks. */
  shop: Receiver;
  /** The span of an order's alarm. The sweep must be off. */
  alarmSpan: (orderId: string) => string;
}

/** Lets an order lapse, and asserts that all of it is one trace, from its request to the webhooks, across the processes. */
export async function expectOneTrace({ client, collector, shop, alarmSpan }: Observed): Promise<void> {
  const caller = { traceId: 'c0ffee'.padStart(32, '1'), spanId: '00f067aa0ba902b7' };
  const below = (parent: { traceId: string; spanId: string }, name: string) =>
    spanBelow(collector, parent, name);
  const { body } = await client.post(
    '/v1/orders',
    { customerId: 'cus_42', amount: 100, currency: 'EUR', expiresInSeconds: 1 },
    { traceparent: `00-${caller.traceId}-${caller.spanId}-01` },
  );
  const call = await below(await below(caller, 'POST /v1/orders'), 'order.place');
  await below(await below(call, 'ledger: place'), 'postgresql');
  await below(call, 'projection: started');

  // The job brings the trace to the worker.
  const alarm = await below(call, alarmSpan(body.id));
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
}
