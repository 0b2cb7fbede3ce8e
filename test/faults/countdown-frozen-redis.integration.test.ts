import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { quickest } from '../support/quickest.ts';
import { until } from '../support/until.ts';

let redis: ThrowawayRedis;
let context: TestContext;
let api: RunningProcess;
let client: Client;

beforeEach(async () => {
  redis = await startThrowawayRedis();
  context = await createTestContext(redis.url);
  api = await startApi(context);
  client = createClient(api.url);
});

afterEach(async () => {
  redis.thaw();
  await api.end();
  await context.close();
  await redis.stop();
});

test('while Redis is frozen the countdown is answered from the ledger within 300 ms', async () => {
  const { body: order } = await client.place({ expiresInSeconds: 600 });
  await until(() => context.redis.exists(countdownKey(order.id)));
  const path = `/v1/orders/${order.id}/countdown`;
  const isReady = async () => (await client.get('/health/ready')).body.status === 'ready';

  async function addedMs(): Promise<number> {
    await until(isReady);
    const warmMs = (await timed(path)).tookMs;
    redis.freeze();
    const { answer, tookMs } = await timed(path);
    redis.thaw();
    expect(answer).toMatchObject({
      status: 200,
      body: { id: order.id, status: 'pending', expiresAt: order.expiresAt },
    });
    return tookMs - warmMs;
  }

  // Without its time limit it would wait two seconds.
  expect(await quickest(300, addedMs)).toBeLessThan(300);
});

async function timed(path: string) {
  const startedAt = performance.now();
  const answer = await client.get(path);
  return { answer, tookMs: performance.now() - startedAt };
}
