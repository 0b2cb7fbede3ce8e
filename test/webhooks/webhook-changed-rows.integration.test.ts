import type { Postgres, Queries } from '@order-countdown/shared/platform/postgres';
import { carryOutResends } from '@order-countdown/shared/webhooks/carry-out-resends';
import { deliveryIdFromUuid, endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { createClaims } from '@order-countdown/shared/webhooks/outbox';
import { resendDelivery, resendSince } from '@order-countdown/shared/webhooks/resend';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

/*
 * A row that changes while a statement locks it has Postgres look it up again, and then go on with the statement. With several
 * partitions, Postgres 18 must not choose among them by what the statement comes across then: it has freed what it chooses with.
 */
const application = 'webhooks-test';
const endpointUuid = 'f3a1c0de-0000-7000-8000-000000000001';
const endpointId = endpointIdFromUuid(endpointUuid);
const count = 20;

let context: TestContext;
let postgres: Postgres;
/** Waits for held rows instead of leaving them out, so that a row can change in just that moment. */
let waiting: Postgres;
/** Of the deliveries, oldest first. The event of each second one is `order.cancelled`. */
let uuids: string[];

const typeOf = (index: number) => (index % 2 === 0 ? 'order.paid' : 'order.cancelled');

beforeEach(async () => {
  context = await createTestContext();
  postgres = openPostgres(context.databaseUrl, application);
  const waitingFor = (queries: Queries): Queries => ({
    query: (text, ...others) => queries.query(text.replaceAll(' skip locked', ''), ...others),
  });
  waiting = {
    ...postgres,
    ...waitingFor(postgres),
    transaction: (work) => postgres.transaction((queries) => work(waitingFor(queries))),
  };
  await context.postgres.query('select make_partitions(366)');
  await context.postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     values ($1, 1, 'https://example.com', true, '')`,
    [endpointUuid],
  );
  const { rows } = await context.postgres.query<{ id: string }>(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence, created_at, due_at)
     select $1, uuid_v7(now()), 1, now() + (n - $2) * interval '1 second', now() + (n - $2) * interval '1 second'
     from generate_series(0, $2::int - 1) n returning id`,
    [endpointUuid, count],
  );
  uuids = rows.map(({ id }) => id);
  await context.postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select order_id, sequence, ($2::text[])[array_position($1::uuid[], id)], '{}', created_at from webhook_deliveries`,
    [uuids, uuids.map((_, index) => typeOf(index))],
  );
});
afterEach(async () => {
  await postgres.close();
  await context.close();
});

async function isWaiting(): Promise<boolean> {
  const { rowCount } = await context.postgres.query(
    `select from pg_stat_activity
     where datname = current_database() and application_name = $1 and wait_event_type = 'Lock'`,
    [application],
  );
  return rowCount === 1;
}

/** Changes a row in a transaction that ends while `act` waits for the row. */
async function whileChanging<Result>(
  change: string,
  id: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const client = await context.postgres.connect();
  try {
    await client.query('begin');
    await client.query(change, [id]);
    const [result] = await Promise.all([act(), until(isWaiting).then(() => client.query('commit'))]);
    return result;
  } finally {
    client.release(true);
  }
}

const attempted = 'update webhook_deliveries set attempts = attempts + 1 where id = $1';
const moved = 'update webhook_resends set after_id = after_id where endpoint_id = $1';

test('deliveries are claimed, one of which changes meanwhile', async () => {
  const claimed = await whileChanging(attempted, uuids[0]!, () =>
    createClaims(waiting).claim([{ endpointId, places: count }]),
  );
  const types = new Map(claimed.map(({ id, type }) => [id, type]));
  expect([...types].toSorted()).toEqual(
    uuids.map((uuid, index) => [deliveryIdFromUuid(uuid), typeOf(index)]).toSorted(),
  );
});

test('a delivery is asked for again, and changes meanwhile', async () => {
  const id = deliveryIdFromUuid(uuids[1]!);
  expect(
    await whileChanging(attempted, uuids[1]!, () => resendDelivery(postgres, endpointId, id)),
  ).toMatchObject({ outcome: 'resent', delivery: { id, type: typeOf(1), attempts: 1, status: 'pending' } });
});

test.each([
  ['the request', moved, () => endpointUuid],
  ['a delivery', attempted, () => uuids[0]!],
])('deliveries are sent again, and %s changes meanwhile', async (_, change, idOf) => {
  const since = new Date(Date.now() - 60_000);
  await resendSince(postgres, { endpointId, since, types: [typeOf(0)] });
  expect(
    await whileChanging(change, idOf(), () => carryOutResends(waiting, new AbortController().signal)),
  ).toBe(count / 2);
  const { rows } = await context.postgres.query<{ id: string }>(
    'select id from webhook_deliveries where resent_at is not null order by created_at',
  );
  expect(rows.map(({ id }) => id)).toEqual(uuids.filter((_, index) => typeOf(index) === typeOf(0)));
});
