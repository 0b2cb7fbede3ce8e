import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMetrics, type Samples } from '../support/metrics.ts';
import type { RunningProcess } from '../support/processes.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

test('while Redis is down, orders cancelled by the sweep count as its repairs and metrics are still served', async () => {
  const redis = await startThrowawayRedis();
  const system = await startSystem({ redisUrl: redis.url, workerEnv: { SWEEP_INTERVAL_MS: '200' } });
  const { body: early } = await system.client.place({ expiresInSeconds: 1 });
  await redis.kill();
  const { body: late } = await system.client.place({ expiresInSeconds: 1 });
  expect(late.status).toBe('pending');
  const isCancelled = async (id: string) =>
    (await system.client.get(`/v1/orders/${id}`)).body.status === 'cancelled';
  await until(async () => (await isCancelled(early.id)) && isCancelled(late.id));

  const api = await readQuickly(system.api);
  const worker = await readQuickly(system.worker);
  expect(api.value('order_countdown_projection_failures_total', { step: 'started' })).toBeGreaterThanOrEqual(
    1,
  );
  expect(worker.value('order_countdown_sweep_repairs_total')).toBe(2);
  expect(worker.value('order_countdown_decisions_total', { command: 'sweep', outcome: 'expired' })).toBe(2);
  expect(worker.value('order_countdown_cancellation_lateness_seconds_count', { by: 'sweep' })).toBe(2);
  for (const samples of [api, worker]) {
    expect(samples.value('order_countdown_redis_up')).toBe(0);
    expect(samples.value('order_countdown_postgres_up')).toBe(1);
    expect(samples.text).not.toMatch(/^order_countdown_queue_jobs{/m);
  }
  await system.close();
  await redis.stop();
});

describe('with a store that hangs', () => {
  let redis: ThrowawayRedis;
  let system: System;

  beforeAll(async () => {
    redis = await startThrowawayRedis();
    system = await startSystem({ redisUrl: redis.url, workerEnv: withoutSweep });
  });

  afterAll(async () => {
    redis.thaw();
    await system.close();
    await redis.stop();
  });

  test('a frozen Redis delays a scrape by less than a second', async () => {
    redis.freeze();
    for (const process of [system.api, system.worker]) {
      const samples = await readQuickly(process);
      expect(samples.value('order_countdown_redis_up')).toBe(0);
      expect(samples.value('order_countdown_overdue_orders')).toBe(0);
    }
    redis.thaw();
    await until(async () => (await readMetrics(system.api)).value('order_countdown_redis_up') === 1);
  });

  test('a hanging Postgres delays a scrape by less than a second, and concurrent scrapes query it once', async () => {
    const blocker = await system.context.postgres.connect();
    await blocker.query('begin; lock table orders');
    const atOnce = await Promise.all(Array.from({ length: 5 }, () => readQuickly(system.api)));
    const another = await readQuickly(system.api);
    for (const samples of [...atOnce, another]) {
      expect(samples.value('order_countdown_postgres_up')).toBe(0);
      expect(samples.value('order_countdown_overdue_orders')).toBeUndefined();
      expect(samples.value('order_countdown_queue_jobs', { queue: 'order-expiry', state: 'delayed' })).toBe(
        0,
      );
    }
    const waiting = await blocker.query(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%overdue%'`,
    );
    expect(waiting.rows[0].count).toBe(1);
    await blocker.query('rollback');
    blocker.release();
    await until(async () => (await readMetrics(system.api)).value('order_countdown_postgres_up') === 1);
  });
});

/** @throws if the answer takes a second or more */
async function readQuickly(process: RunningProcess): Promise<Samples> {
  const startedAt = performance.now();
  const samples = await readMetrics(process);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  return samples;
}
