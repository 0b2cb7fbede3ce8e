import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDriftCheck } from '../../apps/worker/src/drift.ts';
import { createHealthServer } from '../../apps/worker/src/health.ts';
import { createSweep } from '../../apps/worker/src/sweep.ts';
import { startTimetable } from '../../apps/worker/src/timetable.ts';
import { openCore } from '../support/core.ts';
import { readMetrics } from '../support/metrics.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

/** Parts of the worker on real stores, called directly where the process would take half a minute. */

let system: System;
let parts: ReturnType<typeof createParts>;

function createParts({ context }: System) {
  const core = openCore(context);
  return { ...core, sweep: createSweep(core) };
}

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  parts = createParts(system);
  await until(() => parts.redis.status === 'ready');
});

afterAll(async () => {
  await parts.close();
  await system.close();
});

/** Serves the parts like the worker, with a sweep that Postgres last answered `silentMs` ago. */
async function serve(silentMs: number) {
  const sweep = { silentMs: () => silentMs };
  const isExpectedHost = () => true;
  const server = createHealthServer({ ...parts, sweep, sweepIntervalMs: 1_000, isExpectedHost }).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}

test('the metrics count the running countdowns and how many alarms are missing', async () => {
  const placed = await Promise.all([1, 2, 3].map(() => system.client.place()));
  const checkDrift = createDriftCheck(parts);
  const health = await serve(0);
  expect((await readMetrics(health)).value('order_countdown_running_countdowns')).toBeUndefined();

  await checkDrift();
  const agreeing = await readMetrics(health);
  expect(agreeing.value('order_countdown_running_countdowns')).toBe(3);
  expect(agreeing.value('order_countdown_alarm_drift')).toBe(0);

  await parts.alarm.disarm([placed[0]?.body.id]);
  await checkDrift();
  expect((await readMetrics(health)).value('order_countdown_alarm_drift')).toBe(-1);

  parts.redis.disconnect();
  await until(() => parts.redis.status === 'end');
  await checkDrift();
  const without = await readMetrics(health);
  expect(without.value('order_countdown_running_countdowns')).toBe(3);
  expect(without.value('order_countdown_alarm_drift')).toBeUndefined();
  await parts.redis.connect();
  health.close();
});

test.each([
  [0, 200, 'ready', 'up'],
  [39_000, 200, 'ready', 'up'],
  [41_000, 503, 'unavailable', 'down'],
])('a worker whose sweep was last answered %i ms ago reports %i', async (silentMs, ...expected) => {
  const [status, word, sweep] = expected;
  const health = await serve(silentMs);
  const answer = await fetch(`${health.url}/health/ready`);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ status: word, sweep, postgres: 'up' });
  health.close();
});

test('a sweep that Postgres refuses is counted as failed and silent until one succeeds', async () => {
  const { sweep, logger, metrics } = parts;
  await sweep.run(new AbortController().signal);
  const health = await serve(0);
  const before = await readMetrics(health);
  await system.context.postgres.query('alter table orders rename to lost');
  const silentMs = sweep.silentMs();
  const sweeping = startTimetable([{ name: 'sweep', intervalMs: 10, run: sweep.run }], { logger, metrics });
  const failures = async () =>
    (await readMetrics(health)).value('order_countdown_task_failures_total', { task: 'sweep' }) ?? 0;
  await until(async () => (await failures()) > 2);
  expect(sweep.silentMs()).toBeGreaterThan(silentMs);
  const lastSuccess = 'order_countdown_sweep_last_success_timestamp_seconds';
  const during = await readMetrics(health);
  expect(during.value(lastSuccess)).toBe(before.value(lastSuccess));
  expect(during.value('order_countdown_postgres_up')).toBe(0);

  await system.context.postgres.query('alter table lost rename to orders');
  await until(() => sweep.silentMs() < 10);
  await sweeping.stop();
  expect((await readMetrics(health)).value(lastSuccess)).toBeGreaterThan(before.value(lastSuccess) ?? 0);
  health.close();
});
