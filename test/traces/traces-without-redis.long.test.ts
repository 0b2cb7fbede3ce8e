import { afterAll, beforeAll, test } from 'vitest';
import { expectOneTrace, tracedTo } from '../support/lapsed-trace.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

let collector: OtlpReceiver;
let shop: Receiver;
let system: System;

beforeAll(async () => {
  [collector, shop] = await Promise.all([startOtlpReceiver(), startReceiver()]);
  const env = tracedTo(collector);
  system = await startSystem({ redisUrl: 'none', apiEnv: env, workerEnv: { ...env, ...withoutSweep } });
  // Else its alarm may be set by reconciliation, which belongs to no request.
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  await register(system.client, shop.url);
});

afterAll(async () => {
  await system.close();
  await shop.close();
  await collector.close();
});

test('without Redis, an order that lapses is one trace, too, from its request to the webhooks', async () => {
  const alarmSpan = () => 'process order-expiry';
  await expectOneTrace({ client: system.client, collector, shop, alarmSpan });
});
