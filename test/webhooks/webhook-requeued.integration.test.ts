import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { createConsumerRedis, type Redis } from '@order-countdown/shared/redis/connection';
import { redisQueues } from '@order-countdown/shared/redis/queues';
import { createWebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { deliveryIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { createWebhookQueue, type WebhookQueue } from '@order-countdown/shared/webhooks/queue';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { createWindows } from '@order-countdown/shared/webhooks/windows';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Consumer } from '../../apps/worker/src/consumer.ts';
import { createCircuits } from '../../apps/worker/src/webhooks/circuits.ts';
import { startDelivery } from '../../apps/worker/src/webhooks/deliver.ts';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';

/*
 * Deliveries are requeued when Redis may have lost their jobs. If a job was not lost after all, the second one is not
 * added, because it has the same id. So the first one has to deliver.
 */

let context: TestContext;
let core: TestCore;
let receiver: Receiver;
let queue: WebhookQueue;
let consumerRedis: Redis;
let consumer: Consumer;
const secrets = createSecretBox(developmentSecrets.APP_SECRET);

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  receiver = await startReceiver();
  queue = createWebhookQueue(core.queues);
  consumerRedis = createConsumerRedis(context.redisUrl, core.logger);
  consumer = startDelivery({
    store: createDeliveryStore(core.postgres),
    circuits: createCircuits(core.postgres),
    windows: createWindows(core.redis),
    relay: core.relay,
    secrets,
    policy: { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [] },
    queues: redisQueues(consumerRedis),
    logger: core.logger,
    metrics: { attempted: () => undefined, delivered: () => undefined },
  });
});

afterAll(async () => {
  await consumer.close();
  consumerRedis.disconnect();
  await queue.close();
  await receiver.close();
  await core.close();
  await context.close();
});

/** A delivery that waits in Postgres, and has a job all the same. @returns its id */
async function deliverUnclaimed(dueInSeconds: number): Promise<string> {
  const endpoints = createWebhookEndpoints(core.postgres, secrets);
  const draft = { url: receiver.url, eventTypes: null, description: null, enabled: true };
  const endpoint = (await endpoints.register(draft))!;
  const { id } = (await endpoints.ping(endpoint.id))!;
  await context.postgres.query(
    `update webhook_deliveries set queued_at = null, due_at = now() + make_interval(secs => $2) where id = $1`,
    [deliveryIdToUuid(id), dueInSeconds],
  );
  await queue.add([{ id, endpointId: endpoint.id, wasQueued: true, type: 'webhook.ping', orderId: null }]);
  const jobs = new Queue('webhook', { connection: core.redis });
  await until(async () => (await jobs.getJob(id)) === undefined);
  return id;
}

test('a job delivers what is due though its claim was taken back', async () => {
  await deliverUnclaimed(0);
  expect(receiver.received.splice(0)).toMatchObject([{ body: { type: 'webhook.ping' } }]);
});

test('a job left over from an earlier attempt leaves a delivery that waits for its next one', async () => {
  await deliverUnclaimed(60);
  expect(receiver.received).toEqual([]);
});
