import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { readDelivery } from '@order-countdown/shared/webhooks/delivery-attempts';
import { readHistory, type DeliveryStatus } from '@order-countdown/shared/webhooks/delivery-history';
import { deliveryIdFromUuid, endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { createFanOut } from '@order-countdown/shared/webhooks/fan-out';
import { dropOrphans, failDisabled, failOld, purgeHistory } from '@order-countdown/shared/webhooks/give-up';
import { carryOutResends } from '@order-countdown/shared/webhooks/carry-out-resends';
import { resendDelivery, resendSince } from '@order-countdown/shared/webhooks/resend';
import { createClaims, releaseClaimed, requeueAll } from '@order-countdown/shared/webhooks/outbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { stopAutovacuum } from '../support/fill-tables.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { keepFirstPartitions } from '../support/month-partitions.ts';
import { openPostgres } from '../support/postgres.ts';
import { indexesUsed, isSorting, plansOf, sequentialScans } from '../support/query-plans.ts';

const settledCount = 200_000;
const pendingCount = 4_000;
const endpointCount = 20;

let context: TestContext;
let postgres: Postgres;
let endpointId: string;
/** Of pending deliveries. */
let ids: string[];

/** A month of deliveries: most are settled, some wait for a job, some have one. */
beforeAll(async () => {
  context = await createTestContext();
  postgres = openPostgres(context.databaseUrl);
  const pool = context.postgres;
  // What becomes of plans over several is asked in webhook-partitions.
  await keepFirstPartitions(pool);
  // Only the tests collect statistics.
  await stopAutovacuum(pool, ['webhook_deliveries', 'order_events', 'webhook_outbox']);
  const endpoints = await pool.query<{ id: string }>(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select gen_random_uuid(), n, 'https://example.com/' || n, true, '' from generate_series(1, $1::int) n
     returning id`,
    [endpointCount],
  );
  endpointId = endpointIdFromUuid(endpoints.rows[0]!.id);
  await pool.query(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence, status, created_at, due_at, attempts)
     select endpoint.id, uuid_v7(now()), 1, 'delivered', now() - ($1 - n) * interval '13 seconds', null, 1
     from generate_series(1, $1::int) n join webhook_endpoints endpoint on endpoint.place = 1 + n % $2`,
    [settledCount, endpointCount],
  );
  const { rows } = await pool.query<{ id: string }>(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence, due_at, queued_at)
     select endpoint.id, uuid_v7(now()), 1, now() + (n - $1 / 2) * interval '1 second',
            case when n % 2 = 0 then now() end
     from generate_series(1, $1::int) n join webhook_endpoints endpoint on endpoint.place = 1 + n % $2
     returning id`,
    [pendingCount, endpointCount],
  );
  ids = rows.map(({ id }) => deliveryIdFromUuid(id));
  await pool.query(
    `insert into webhook_outbox (order_id, sequence, type, occurred_at)
     select gen_random_uuid(), 1, 'order.paid', now() from generate_series(1, 20000)`,
  );
  await pool.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select order_id, sequence, 'order.paid', '{}', created_at from webhook_deliveries`,
  );
});
afterAll(async () => {
  await postgres.close();
  await context.close();
});

const since = new Date(Date.now() - 86_400_000);
const signal = new AbortController().signal;
const history =
  (after: { createdAt: Date; id: string } | null, status: DeliveryStatus | null = null) =>
  (postgres: Postgres) =>
    readHistory(postgres, { endpointId, limit: 100, status, after });
const yesterday = () => ({ createdAt: new Date(Date.now() - 86_400_000), id: ids[0]! });
const claim = (postgres: Postgres) => createClaims(postgres).claim([{ endpointId, places: 50 }]);
const failedAttempt = (id: string) => ({
  id,
  attempt: 1,
  status: 'pending' as const,
  startedAt: new Date(),
  durationMs: 1,
  requestBody: '{}',
  responseStatus: 500,
  responseBody: '',
  error: 'answered 500',
  retryInMs: 5_000,
});

type Statement = [name: string, run: (postgres: Postgres, ids: string[]) => Promise<unknown>];

const onSets: Statement[] = [
  ['releasing claimed deliveries', (postgres, ids) => releaseClaimed(postgres, ids)],
  [
    'reading deliveries for an attempt',
    (postgres, ids) => {
      const attempts = createDeliveryStore(postgres);
      return Promise.all(ids.map((id) => attempts.read(id)));
    },
  ],
  [
    'starting attempts',
    (postgres, ids) => {
      const attempts = createDeliveryStore(postgres);
      return Promise.all(ids.map((id) => attempts.start({ id, retryInMs: 5_000 })));
    },
  ],
  [
    'recording attempts',
    (postgres, ids) => {
      const attempts = createDeliveryStore(postgres);
      return Promise.all(ids.map((id) => attempts.record(failedAttempt(id))));
    },
  ],
];

const others: Statement[] = [
  ['fanning out events', (postgres) => createFanOut(postgres).takeBatch()],
  ['looking for due deliveries', (postgres) => createClaims(postgres).findWaiting()],
  ['claiming due deliveries', claim],
  ['dropping what waits for removed endpoints', (postgres) => dropOrphans(postgres, signal)],
  ['failing what waits for disabled endpoints', (postgres) => failDisabled(postgres, signal)],
  ['failing what is too old', (postgres) => failOld(postgres, signal)],
  ['purging the history', (postgres) => purgeHistory(postgres, signal)],
  ['requeuing all deliveries', (postgres) => requeueAll(postgres, signal)],
  ['reading the first page of a history', (postgres) => history(null)(postgres)],
  ['reading a later page of a history', (postgres) => history(yesterday())(postgres)],
  ['reading the failed deliveries of a history', (postgres) => history(null, 'failed')(postgres)],
  ['reading the pending deliveries of a history', (postgres) => history(null, 'pending')(postgres)],
  ['reading a delivery', (postgres, ids) => readDelivery(postgres, endpointId, ids[0]!)],
  ['resending a delivery', (postgres, ids) => resendDelivery(postgres, endpointId, ids[0]!)],
  ['asking for a resend', (postgres) => resendSince(postgres, { endpointId, since, types: ['order.paid'] })],
  ['carrying out a resend', (postgres) => carryOutResends(postgres, signal)],
  ['dropping a delivery', (postgres, ids) => createDeliveryStore(postgres).drop(ids[0]!)],
];

const prepared = others.filter(([name]) =>
  ['fanning out events', 'looking for due deliveries'].includes(name),
);

async function hasStatistics(): Promise<boolean> {
  const { rows } = await context.postgres.query(
    `select from pg_stats where tablename = 'webhook_deliveries'`,
  );
  return rows.length > 0;
}

describe.each([
  ['without statistics', false],
  ['with statistics', true],
])('%s', (_, analyzed) => {
  beforeAll(async () => {
    if (analyzed) await context.postgres.query('analyze webhook_deliveries, webhook_outbox, order_events');
  });

  test(`the planner has ${analyzed ? 'statistics' : 'none'}`, async () => {
    expect(await hasStatistics()).toBe(analyzed);
  });

  describe.each([1, 20, 500])('in a set of %i', (size) => {
    test.each(onSets)('%s scans no table', async (_, run) => {
      const plans = await plansOf(postgres, (explained) => run(explained, ids.slice(0, size)));
      expect(sequentialScans(plans)).toEqual([]);
    });
  });

  test.each(prepared)('%s, prepared, scans no table', async (_, run) => {
    const plans = await plansOf(postgres, (explained) => run(explained, ids), 'generic');
    expect(sequentialScans(plans)).toEqual([]);
  });

  test.each(others)('%s scans no table', async (_, run) => {
    const plans = await plansOf(postgres, (explained) => run(explained, ids));
    expect(sequentialScans(plans)).toEqual([]);
  });
});

test('with statistics, claiming reads no more rows than its limit', async () => {
  expect(await hasStatistics()).toBe(true);
  const [plan] = await plansOf(postgres, claim);
  expect(indexesUsed(plan)).toContain('webhook_deliveries_waiting');
  expect(isSorting(plan)).toBe(false);
});

test('with statistics, a page of a history reads no more rows than its limit', async () => {
  expect(await hasStatistics()).toBe(true);
  const [plan] = await plansOf(postgres, history(yesterday()));
  expect(indexesUsed(plan)).toContain('webhook_deliveries_by_endpoint');
  expect(isSorting(plan)).toBe(false);
});
