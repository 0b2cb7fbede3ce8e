import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { countdownKey } from '@order-countdown/shared/redis/countdown';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type RunningProcess } from '../../test/support/processes.ts';
import { startSystem, type System } from '../../test/support/system.ts';
import { until } from '../../test/support/until.ts';
import { checkRun } from '../src/checker/check-run.ts';
import { isAcknowledged, type History } from '../src/history/history.ts';
import { startWorkload, type Workload } from '../src/workload/workload.ts';

let system: System;
let otherApi: RunningProcess;
let workload: Workload;
let postgres: Client;

beforeAll(async () => {
  const env = { PAYMENT_HOLD_SECONDS: '5' };
  system = await startSystem({ apiEnv: env });
  otherApi = await startApi(system.context, env);
  postgres = new Client({ connectionString: system.context.databaseUrl });
  await postgres.connect();
  workload = await startWorkload({ apiUrls: [system.api.url, otherApi.url], seed: 1 });
});

afterAll(async () => {
  await workload.stop();
  await postgres.end();
  await otherApi.end();
  await system.close();
});

const count = async (query: string) =>
  Number((await postgres.query<{ count: string }>(query)).rows[0]?.count);

/** A slow machine is no broken promise. */
const slackMs = 30_000;

const wanted = [
  'place 201',
  'pay 200',
  'pay 409',
  'pay 422',
  'cancel 200',
  'extend 200',
  'update 200',
  'update 409',
  'advance 200',
  'advance 409',
  'erase 200',
  'startPayment 201',
  'startPayment 409',
  'failPayment 200',
  'failPayment 409',
  'read 200',
  'countdown 200',
  'list 200',
  'events 200',
];

/** What of all that is checked has not happened yet. */
function missing({ requests, streams, webhooks }: History): string[] {
  const answered = new Set(requests.map(({ operation, status }) => `${operation} ${status}`));
  const apis = new Set(requests.map(({ api }) => api));
  const receivers = new Set(webhooks.filter(isAcknowledged).map(({ endpointId }) => endpointId));
  return [
    ...wanted.filter((each) => !answered.has(each)),
    ...(apis.size < 2 ? ['an api'] : []),
    ...(receivers.size < 3 ? ['a receiver'] : []),
    ...(streams.some(({ lastEventId, events }) => lastEventId !== null && events.length > 0)
      ? []
      : ['a resumed stream']),
    ...(streams.some(({ status }) => status === 204) ? [] : ['a stream that is over']),
  ];
}

test('a workload without faults leaves a history that breaks no promise', { timeout: 240_000 }, async () => {
  const { history, controls } = workload;
  await until(() => missing(history).length === 0, 120_000);
  const due = await controls.dueAtOnce(100);
  expect(due.placed).toBeGreaterThan(0);
  expect(await controls.storm(3, 1_000)).toBeGreaterThan(0);
  await until(() => performance.now() > due.dueAt, 60_000);
  await workload.quiesce();
  const isFed = (events: number) =>
    new Set(history.feed.flatMap(({ reader, events }) => (reader === 1 ? events : [])).map(({ id }) => id))
      .size === events;
  await until(
    async () =>
      isFed(await count('select count(*) from order_events')) &&
      (await count(`select count(*) from webhook_deliveries where status <> 'delivered'`)) === 0 &&
      (await count('select count(*) from webhook_outbox')) === 0 &&
      (await count(`select count(*) from orders where status = 'pending' and expires_at < now()`)) === 0,
    60_000,
  );

  const { redis } = system.context;
  const options = { history, sweepIntervalMs: 1_000 + slackMs / 2, slackMs };
  const report = await checkRun({ postgres, redis }, options);
  expect(report.violations.slice(0, 5)).toEqual([]);
  expect(report.orders).toBeGreaterThan(due.placed);

  // The same history, when the stores hold something else.
  const paid = history.requests.find(
    ({ operation, status }) => operation === 'pay' && status === 200,
  )!.orderId!;
  const key = countdownKey(paid);
  await redis.set(key, 'anything', 'PX', 60_000);
  await postgres.query('update orders set amount = amount + 1 where id = $1', [orderIdToUuid(paid)]);
  try {
    const { violations } = await checkRun(
      { postgres, redis },
      { ...options, slackMs: 0, sweepIntervalMs: 60_000 },
    );
    const named = violations.filter(({ orderId }) => orderId === paid).map(({ promise }) => promise);
    expect(named).toEqual(expect.arrayContaining(['placements_are_kept', 'no_trace_of_final_orders']));
  } finally {
    await redis.del(key);
    await postgres.query('update orders set amount = amount - 1 where id = $1', [orderIdToUuid(paid)]);
  }
});
