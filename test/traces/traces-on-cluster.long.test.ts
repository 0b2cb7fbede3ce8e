import { afterAll, beforeAll, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { expectOneTrace, tracedTo } from '../support/lapsed-trace.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.ts';
import { withoutSweep } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register } from '../support/webhook-system.ts';

let collector: OtlpReceiver;
let shop: Receiver;
let system: ClusterSystem;

beforeAll(async () => {
  [collector, shop] = await Promise.all([startOtlpReceiver(), startReceiver()]);
  const env = tracedTo(collector);
  system = await startClusterSystem({ api: env, worker: { ...env, ...withoutSweep } });
  await register(system.client, shop.url);
  // Else its alarm may be set by reconciliation, which belongs to no request.
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
});

afterAll(async () => {
  await system.close();
  await shop.close();
  await collector.close();
});

test('on a Redis Cluster, an order that lapses is one trace, too, through the queue of its shard', async () => {
  const alarmSpan = (orderId: string) => `process ${system.layout.shardOf(orderId).queue}`;
  await expectOneTrace({ client: system.client, collector, shop, alarmSpan });
});
