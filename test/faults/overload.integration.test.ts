import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { readMetrics, type Samples } from '../support/metrics.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;
/** Of requests that were refused while the accepted ones could not be answered. */
let refused: Answer[];
let accepted: Answer[];
let health: Answer[];
let metrics: Samples;

/** Nothing can be placed while another transaction holds the table, so requests pile up on a machine of any speed. */
beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
  const { api, client, context } = system;
  const blocker = await context.postgres.connect();
  await blocker.query('begin; lock table orders in exclusive mode');

  const answers: Answer[] = [];
  const sending: Promise<unknown>[] = [];
  const send = () => sending.push(client.place().then((answer) => answers.push(answer)));
  for (let n = 0; n < 350; n += 1) send();
  await until(() => {
    for (let n = 0; n < 10; n += 1) send();
    return answers.filter(({ body }) => body.code === 'overloaded').length >= 20;
  });
  health = [await client.get('/health/live'), await client.get('/health/ready')];
  await blocker.query('commit');
  blocker.release();
  await Promise.all(sending);
  refused = answers.filter(({ body }) => body.code === 'overloaded');
  accepted = answers.filter(({ body }) => body.code !== 'overloaded');
  metrics = await readMetrics(api);
  await until(() => api.log.some(({ msg }) => msg === 'requests refused, too many in progress'));
});
afterAll(() => system.close());

test('requests beyond what can be in progress are refused with 503 while others still wait', () => {
  expect(refused[0]).toMatchObject({
    status: 503,
    body: {
      type: '/problems/overloaded',
      title: 'Too many requests at once',
      status: 503,
      detail: 'The request had no effect. Try again in a second.',
      instance: '/v1/orders',
      code: 'overloaded',
    },
  });
  expect(refused[0]!.headers.get('Retry-After')).toBe('1');
});

test('a refused request has had no effect', async () => {
  const { rows } = await system.context.postgres.query('select count(*)::int as count from orders');
  expect(rows[0].count).toBe(accepted.filter(({ status }) => status === 201).length);
});

test('200 requests may be in progress for as long as it takes', () => {
  expect(accepted.length).toBeGreaterThanOrEqual(200);
});

test('health checks and metrics are never refused', () => {
  expect(health.map(({ status }) => status)).toEqual([200, 200]);
  expect(metrics.value('order_countdown_http_requests_refused_total')).toBe(refused.length);
});

test('once the queue has gone, requests are accepted again', async () => {
  expect((await system.client.place()).status).toBe(201);
});
