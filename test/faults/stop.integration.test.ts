import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { expect, test } from 'vitest';
import { tally, waitingForLocks } from '../support/ledger.ts';
import { startSystem, withoutSweep } from '../support/system.ts';
import { until } from '../support/until.ts';

test('a worker stopped while orders fall due finishes the alarms in hand', async () => {
  const { context, client, api, worker, close } = await startSystem({ workerEnv: withoutSweep });
  await Promise.all(Array.from({ length: 300 }, () => client.place({ expiresInSeconds: 1 })));
  await until(async () => (await tally(context)).some(({ status }) => status === 'cancelled'), undefined, 1);

  expect(await worker.end('SIGTERM')).toBe(0);
  expect(await context.redis.llen('bull:order-expiry:active')).toBe(0);
  expect(await api.end('SIGINT')).toBe(0);
  await close();
});

test('a request in hand is answered before the api stops', async () => {
  const { context, client, api, close } = await startSystem();
  const { body: order } = await client.place();
  const blocker = await context.postgres.connect();
  await blocker.query('begin; lock table orders in exclusive mode');
  const paying = client.post(`/v1/orders/${order.id}/pay`);
  await until(() => waitingForLocks(context));

  const ending = api.end('SIGTERM');
  await until(() => api.log.some(({ msg }) => msg === 'stopping'));
  await blocker.query('commit');
  blocker.release();
  expect(await paying).toMatchObject({ status: 200, body: { status: 'paid' } });
  expect(await ending).toBe(0);
  await close();
});

test('api and worker stop within their grace period while Redis is down', async () => {
  const redis = await startThrowawayRedis();
  const { api, worker, close } = await startSystem({ redisUrl: redis.url });
  await redis.kill();
  await until(() => worker.log.some(({ msg }) => msg === 'redis is not available'));
  const startedAt = performance.now();
  expect(await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')])).toEqual([0, 0]);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await close();
  await redis.stop();
});
