import { createWebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createAttempts } from '../../apps/worker/src/webhooks/attempt-delivery.ts';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import type { SendableDelivery } from '../../apps/worker/src/webhooks/stored-delivery.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { startReceiver, verify, type Receiver } from '../support/webhook-receiver.ts';

let context: TestContext;
let core: TestCore;
let receiver: Receiver;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  receiver = await startReceiver();
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await receiver.close();
  await core.close();
  await context.close();
});

test.each([
  ['ahead', 10],
  ['behind', -10],
])('receivers accept what a worker sends whose clock is ten minutes %s', async (_, minutes) => {
  const secrets = createSecretBox('a secret of this test, long enough');
  const endpoints = createWebhookEndpoints(core.postgres, secrets);
  const draft = { url: receiver.url, eventTypes: null, description: null, enabled: true };
  const endpoint = (await endpoints.register(draft))!;
  const ping = (await endpoints.ping(endpoint.id))!;
  const store = createDeliveryStore(core.postgres);
  const attempt = createAttempts({
    store,
    secrets,
    policy: { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [] },
    logger: core.logger,
  });

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
  const delivery = (await store.read(ping.id)) as SendableDelivery;
  expect(await attempt(delivery, null, () => undefined)).toMatchObject({ status: 'delivered' });
  vi.useRealTimers();
  const [sent] = receiver.received.splice(0);
  expect(verify(sent!, endpoint.secret)).toMatchObject({ type: 'webhook.ping' });
});
