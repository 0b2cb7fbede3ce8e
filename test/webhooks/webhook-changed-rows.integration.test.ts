import { startThrowawayPostgres, type Throwaway } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import type { Postgres, Queries } from '@order-countdown/shared/platform/postgres';
import { carryOutResends } from '@order-countdown/shared/webhooks/carry-out-resends';
import { deliveryIdFromUuid, endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { createClaims } from '@order-countdown/shared/webhooks/outbox';
import { resendDelivery, resendSince } from '@order-countdown/shared/webhooks/resend';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { openPostgres } from '../support/postgres.ts';
import * as support from '../support/while-changing.ts';

/*
 * A row that changes while a statement locks it has Postgres look it up again. Once all rows are locked, Postgres 18 frees what the
 * statement chooses partitions with, as it goes on. That may do no harm by luck, so this server overwrites what it frees.
 */
const application = 'webhooks-test';
const count = 10;

let server: Throwaway;
let pool: Pool;
let postgres: Postgres;
/** Waits for held rows instead of leaving them out, so that a row can change in just that moment. */
let waiting: Postgres;
/** A new one for each test. */
let endpoint: { uuid: string; id: string };
/** Of the deliveries, oldest first. The event of each second one is `order.cancelled`. */
let uuids: string[];

const typeOf = (index: number) => (index % 2 === 0 ? 'order.paid' : 'order.cancelled');

const waitingFor = <Asked extends Queries>(queries: Asked): Asked => ({
  ...queries,
  query: (text: string, ...others: []) => queries.query(text.replaceAll(' skip locked', ''), ...others),
});

beforeAll(async () => {
  vi.stubEnv('MALLOC_PERTURB_', '165');
  server = await startThrowawayPostgres({ template: inject('postgresTemplate') }).finally(() =>
    vi.unstubAllEnvs(),
  );
  await migrate(server.url, createLogger('test', 'warn'));
  pool = new Pool({ connectionString: server.url });
  pool.on('error', () => undefined);
  postgres = openPostgres(server.url, application);
  waiting = waitingFor(postgres);
  await pool.query('select make_partitions(366)');
});
afterAll(async () => {
  await postgres.close();
  await pool.end();
  await server.stop();
});

beforeEach(async () => {
  const inserted = await pool.query<{ id: string }>(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select gen_random_uuid(), count(*) + 1, 'https://example.com', true, '' from webhook_endpoints returning id`,
  );
  const uuid = inserted.rows[0]!.id;
  endpoint = { uuid, id: endpointIdFromUuid(uuid) };
  const { rows } = await pool.query<{ id: string }>(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence, created_at, due_at)
     select $1, uuid_v7(now()), 1, now() + (n - $2) * interval '1 second', now() + (n - $2) * interval '1 second'
     from generate_series(0, $2::int - 1) n returning id`,
    [uuid, count],
  );
  uuids = rows.map(({ id }) => id);
  await pool.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select order_id, sequence, ($2::text[])[array_position($1::uuid[], id)], '{}', created_at
     from webhook_deliveries where id = any($1)`,
    [uuids, uuids.map((_, index) => typeOf(index))],
  );
});

/** Makes a change to a row while `act` waits for it. */
const whileChanging = <Result>(
  statement: string,
  uuid: string,
  act: () => Promise<Result>,
): Promise<Result> => support.whileChanging({ pool, application, statement, uuid }, act);

const attempted = 'update webhook_deliveries set attempts = attempts + 1 where id = $1';
const moved = 'update webhook_resends set after_id = after_id where endpoint_id = $1';

test('deliveries are claimed, one of which changes meanwhile', async () => {
  const claimed = await whileChanging(attempted, uuids.at(-1)!, () =>
    createClaims(waiting).claim([{ endpointId: endpoint.id, places: 2 * count }]),
  );
  expect(Object.fromEntries(claimed.map(({ id, type }) => [id, type]))).toEqual(
    Object.fromEntries(uuids.map((uuid, index) => [deliveryIdFromUuid(uuid), typeOf(index)])),
  );
});

test('a delivery is asked for again, and changes meanwhile', async () => {
  const id = deliveryIdFromUuid(uuids[1]!);
  expect(
    await whileChanging(attempted, uuids[1]!, () => resendDelivery(postgres, endpoint.id, id)),
  ).toMatchObject({ outcome: 'resent', delivery: { id, type: typeOf(1), attempts: 1, status: 'pending' } });
});

test.each([
  ['the request', moved, () => endpoint.uuid],
  ['a delivery', attempted, () => uuids[0]!],
])('deliveries are sent again, and %s changes meanwhile', async (_, change, idOf) => {
  const since = new Date(Date.now() - 60_000);
  await resendSince(postgres, { endpointId: endpoint.id, since, types: [typeOf(0)] });
  expect(
    await whileChanging(change, idOf(), () => carryOutResends(waiting, new AbortController().signal)),
  ).toBe(count / 2);
  const { rows } = await pool.query<{ id: string }>(
    'select id from webhook_deliveries where endpoint_id = $1 and resent_at is not null order by created_at',
    [endpoint.uuid],
  );
  expect(rows.map(({ id }) => id)).toEqual(uuids.filter((_, index) => typeOf(index) === typeOf(0)));
});
