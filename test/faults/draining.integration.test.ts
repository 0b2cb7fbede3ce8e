import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { waitingForLocks } from '../support/ledger.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;
let before: Answer;
let ready: Answer;
let while503: Answer;
let inHand: Answer;
let stoppedAfterMs: number;
let exitCode: number | null;

/** The API is told to stop while one request waits for a row, and is sent another one after that. */
beforeAll(async () => {
  system = await startSystem({ apiEnv: { SHUTDOWN_DELAY_MS: '1500' } });
  const { api, client, context } = system;
  before = await client.place();
  const blocker = await context.postgres.connect();
  await blocker.query('begin');
  await blocker.query('select from orders for update');
  const paying = client.post(`/v1/orders/${before.body.id}/pay`);
  await until(() => waitingForLocks(context));

  const toldAt = performance.now();
  const ending = api.end('SIGTERM');
  ready = await until(async () => {
    const answer = await client.get('/health/ready');
    return answer.status === 503 ? answer : null;
  });
  while503 = await client.place();
  await blocker.query('rollback');
  blocker.release();
  inHand = await paying;
  exitCode = await ending;
  stoppedAfterMs = performance.now() - toldAt;
});
afterAll(() => system.close());

test('an API that is told to stop is not ready, and says why', () => {
  expect(ready.body).toEqual({ status: 'stopping', postgres: 'up', redis: 'up' });
});

test('it goes on serving for SHUTDOWN_DELAY_MS, then exits with 0', () => {
  expect(while503.status).toBe(201);
  expect(stoppedAfterMs).toBeGreaterThan(1_500);
  expect(stoppedAfterMs).toBeLessThan(10_000);
  expect(exitCode).toBe(0);
});

test('from then on every response closes its connection, that to a request in hand too', () => {
  expect(inHand.status).toBe(200);
  expect([before, while503, inHand].map(({ headers }) => headers.get('Connection'))).toEqual([
    'keep-alive',
    'close',
    'close',
  ]);
});
