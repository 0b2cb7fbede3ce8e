import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleOrder } from '../support/client.ts';
import { readMetrics, type Samples } from '../support/metrics.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

const unknownOrder = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';
const httpCount = 'order_countdown_http_request_duration_seconds_count';

const isCancelled = async ({ client }: System, id: string) =>
  (await client.get(`/v1/orders/${id}`)).body.status === 'cancelled';

describe('metrics after payments, cancellations and expiries', () => {
  let system: System;
  let api: Samples;
  let worker: Samples;

  beforeAll(async () => {
    system = await startSystem({ workerEnv: withoutSweep });
    const { client } = system;
    const [paid, cancelled, expired] = await Promise.all(
      [60, 60, 1].map(async (expiresInSeconds) => (await client.place({ expiresInSeconds })).body.id),
    );
    await client.post(`/v1/orders/${paid}/pay`, { paymentReference: 'pay_1' });
    await client.post(`/v1/orders/${paid}/pay`, { paymentReference: 'pay_1' });
    await client.post(`/v1/orders/${paid}/pay`, { paymentReference: 'pay_2' });
    await client.post(`/v1/orders/${cancelled}/cancel`);
    await until(() => isCancelled(system, expired));
    await client.post(`/v1/orders/${expired}/pay`);
    await client.post(`/v1/orders/${unknownOrder}/pay`);
    await client.post('/v1/orders/42/pay');
    await client.post('/v1/orders', { ...sampleOrder, amount: 0 });
    await client.get('/wp-login.php');
    await client.get('/V1/Orders/42');
    await client.get('/v1/orders/43');
    await client.send(`/v1/orders/${paid}`, { method: 'PUT' });
    await client.send(`/v1/orders/${paid}`, { method: 'PROPFIND' });
    api = await readMetrics(system.api);
    worker = await readMetrics(system.worker);
  });

  afterAll(() => system.close());

  test.each([
    ['place', 'placed', 3],
    ['place', 'replayed', 0],
    ['pay', 'paid', 1],
    ['pay', 'already_paid', 1],
    ['pay', 'order_already_paid', 1],
    ['pay', 'order_expired', 1],
    ['pay', 'not_found', 1],
    ['cancel', 'cancelled', 1],
  ])('the decisions metric counts the outcome %s: %s', (command, outcome, count) => {
    expect(api.value('order_countdown_decisions_total', { command, outcome })).toBe(count);
  });

  test('the worker counts cancellations with their lateness, by alarm and by sweep', () => {
    expect(worker.value('order_countdown_decisions_total', { command: 'expire', outcome: 'expired' })).toBe(
      1,
    );
    expect(worker.value('order_countdown_sweep_repairs_total')).toBe(0);
    const lateness = 'order_countdown_cancellation_lateness_seconds';
    expect(worker.value(`${lateness}_count`, { by: 'alarm' })).toBe(1);
    expect(worker.value(`${lateness}_count`, { by: 'sweep' })).toBe(0);
    expect(worker.value(`${lateness}_sum`, { by: 'alarm' })).toBeGreaterThan(0);
    expect(worker.value(`${lateness}_sum`, { by: 'alarm' })).toBeLessThan(0.25);
  });

  test('requests are labelled with the pattern of their route, and all unknown paths alike', () => {
    const count = (method: string, route: string, status: string) =>
      api.value(httpCount, { method, route, status });
    expect(count('POST', '/v1/orders', '201')).toBe(3);
    expect(count('POST', '/v1/orders', '422')).toBe(1);
    expect(count('POST', '/v1/orders/:id/pay', '200')).toBe(2);
    expect(count('POST', '/v1/orders/:id/pay', '409')).toBe(2);
    expect(count('POST', '/v1/orders/:id/pay', '404')).toBe(1);
    expect(count('POST', '/v1/orders/:id/pay', '400')).toBe(1);
    expect(count('PUT', '/v1/orders/:id', '405')).toBe(1);
    expect(count('other', '/v1/orders/:id', '405')).toBe(1);
    expect(count('GET', 'unmatched', '404')).toBe(1);
    expect(count('GET', '/v1/orders/:id', '400')).toBe(2);
    expect(api.text).not.toMatch(/ord_|wp-login|V1/);
  });

  test('api and worker report on the stores, on set sizes and on themselves', () => {
    for (const samples of [api, worker]) {
      expect(samples.value('order_countdown_postgres_up')).toBe(1);
      expect(samples.value('order_countdown_redis_up')).toBe(1);
      expect(samples.value('order_countdown_overdue_orders')).toBe(0);
      expect(samples.value('order_countdown_overdue_oldest_seconds')).toBe(0);
      expect(samples.value('order_countdown_refunds_due')).toBe(1);
      expect(samples.value('order_countdown_refunds_due_oldest_seconds')).toBeGreaterThan(0);
      expect(samples.value('order_countdown_refunds_due_oldest_seconds')).toBeLessThan(60);
      expect(samples.value('order_countdown_queue_jobs', { queue: 'order-expiry', state: 'failed' })).toBe(0);
      expect(samples.value('process_resident_memory_bytes')).toBeGreaterThan(0);
      expect(samples.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    }
    expect(api.value('order_countdown_ledger_set_size_sum', { statement: 'pay' })).toBe(5);
    expect(worker.value('order_countdown_ledger_set_size_sum', { statement: 'expire' })).toBe(1);
    expect(worker.value('order_countdown_reconciliations_total', { result: 'success' })).toBe(1);
    expect(worker.value('order_countdown_reconciliation_duration_seconds_count')).toBe(1);
    expect(worker.value('order_countdown_sweep_duration_seconds_count')).toBe(1);
    const sweptAt = worker.value('order_countdown_sweep_last_success_timestamp_seconds') ?? 0;
    expect(Math.abs(sweptAt - Date.now() / 1_000)).toBeLessThan(30);
  });

  test('each metric has a help text and one of our prefixes', () => {
    for (const samples of [api, worker]) {
      const helped = new Set([...samples.text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name));
      const typed = [...samples.text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name ?? '');
      expect(typed.filter((name) => !helped.has(name))).toEqual([]);
      expect(typed.filter((name) => !/^(order_countdown|process|nodejs)_/.test(name))).toEqual([]);
    }
  });
});

test('with METRICS_TOKEN set, metrics require that token', async () => {
  const METRICS_TOKEN = 'the token of the one who scrapes';
  const system = await startSystem({ apiEnv: { METRICS_TOKEN }, workerEnv: { METRICS_TOKEN } });
  for (const { url } of [system.api, system.worker]) {
    const ask = (headers: { Authorization?: string }) => fetch(`${url}/metrics`, { headers });
    const right = await ask({ Authorization: `Bearer ${METRICS_TOKEN}` });
    expect(right.status).toBe(200);
    expect(right.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const wrong of [{}, { Authorization: `Bearer ${backendToken}` }, { Authorization: METRICS_TOKEN }]) {
      const answer = await ask(wrong);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await answer.text()).not.toContain('order_countdown_');
    }
  }
  await system.close();
});
