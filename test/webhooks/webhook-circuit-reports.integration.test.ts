import {
  deliveryIdFromUuid,
  endpointIdFromUuid,
  endpointIdToUuid,
} from '@order-countdown/shared/webhooks/ids';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { createWebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { createClaims } from '@order-countdown/shared/webhooks/outbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCircuits, type Circuits } from '../../apps/worker/src/webhooks/circuits.ts';
import { createDeliveryStore, type DeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openPostgres } from '../support/postgres.ts';
import { waitingForLocks } from '../support/ledger.ts';
import { until } from '../support/until.ts';
import type { Postgres } from '@order-countdown/shared/platform/postgres';

let context: TestContext;
let postgres: Postgres;
let circuits: Circuits;
let store: DeliveryStore;

beforeAll(async () => {
  context = await createTestContext();
  postgres = openPostgres(context.databaseUrl);
  circuits = createCircuits(postgres);
  store = createDeliveryStore(postgres);
});
afterAll(async () => {
  await postgres.close();
  await context.close();
});
beforeEach(async () => {
  await context.postgres.query('truncate webhook_endpoints, webhook_deliveries cascade');
});

interface Endpoint {
  id: string;
  deliveryId: string;
}

/** Endpoints with a delivery each that was attempted once. */
async function register(count: number): Promise<[Endpoint, ...Endpoint[]]> {
  const { rows } = await context.postgres.query<{ id: string; endpoint_id: string }>(
    `with endpoint as (
       insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
       select gen_random_uuid(), n, 'https://shop.example', true, '' from generate_series(1, $1::int) n returning id
     )
     insert into webhook_deliveries (endpoint_id, attempts) select id, 1 from endpoint returning id, endpoint_id`,
    [count],
  );
  const endpoints = rows.map((row) => ({
    id: endpointIdFromUuid(row.endpoint_id),
    deliveryId: deliveryIdFromUuid(row.id),
  }));
  return endpoints as [Endpoint, ...Endpoint[]];
}

const fail = ({ id, deliveryId }: Endpoint, error = 'answered 500') =>
  circuits.report({ endpointId: id, deliveryId, isProbe: false, error });

/** Reports failures one after another. @returns what they changed */
async function failTimes(times: number, endpoint: Endpoint): Promise<unknown[]> {
  const changes = [];
  for (let n = 0; n < times; n += 1) changes.push(await fail(endpoint));
  return changes;
}

const deliver = ({ deliveryId }: Endpoint) =>
  store.record({
    id: deliveryId,
    attempt: 1,
    status: 'delivered',
    startedAt: new Date(),
    durationMs: 1,
    requestBody: '{}',
    responseStatus: 204,
    responseBody: null,
    error: null,
    retryInMs: null,
  });

const failingSince = (ago: string) =>
  context.postgres.query('update webhook_circuits set failing_since = now() - $1::interval', [ago]);

async function failing(): Promise<string[]> {
  const { rows } = await context.postgres.query<{ id: string }>(
    'select endpoint_id as id from webhook_circuits',
  );
  return rows.map(({ id }) => endpointIdFromUuid(id));
}

async function isEnabled({ id }: Endpoint): Promise<boolean> {
  const { rows } = await context.postgres.query('select enabled from webhook_endpoints where id = $1', [
    endpointIdToUuid(id),
  ]);
  return rows[0].enabled;
}

describe('an endpoint is not disabled', () => {
  test('by two failures that are days apart', async () => {
    const [endpoint] = await register(1);
    await fail(endpoint);
    await failingSince('6 days');
    expect(await fail(endpoint)).toBeNull();
    expect(await isEnabled(endpoint)).toBe(true);
  });

  test('by failures that are days apart, if a success between them was recorded and not reported', async () => {
    const [endpoint] = await register(1);
    await fail(endpoint);
    await failingSince('6 days');
    await deliver(endpoint);
    expect(await failTimes(10, endpoint)).toEqual([...Array<null>(9).fill(null), 'opened']);
    expect(await isEnabled(endpoint)).toBe(true);
  });
});

test('an endpoint is disabled when its circuit opens, if it has done nothing but fail for five days', async () => {
  const [endpoint] = await register(1);
  await fail(endpoint);
  await failingSince('5 days');
  expect(await failTimes(9, endpoint)).toEqual([...Array<null>(8).fill(null), 'disabled']);
  expect(await isEnabled(endpoint)).toBe(false);
});

describe('once a circuit is open, its pause is as long as before', () => {
  const circuit = async () =>
    (await context.postgres.query('select failures, open_until from webhook_circuits')).rows[0];

  test('after a failure that was under way, even of the delivery that failed first', async () => {
    const [endpoint] = await register(1);
    await failTimes(10, endpoint);
    const opened = await circuit();
    await fail(endpoint);
    expect(await circuit()).toEqual(opened);
  });

  test('after a failure of the probe, if a ping has ended the pause meanwhile', async () => {
    const [endpoint] = await register(1);
    await failTimes(10, endpoint);
    await context.postgres.query(
      `update webhook_circuits set open_until = now(), probe = (select id from webhook_deliveries)`,
    );
    await createWebhookEndpoints(postgres, createSecretBox(developmentSecrets.APP_SECRET)).ping(endpoint.id);
    const ended = await circuit();
    await fail(endpoint);
    expect(await circuit()).toEqual(ended);
  });
});

test('in a set, a report that Postgres refuses fails alone', async () => {
  const [first, second, third] = (await register(3)) as [Endpoint, Endpoint, Endpoint];
  const reports = await Promise.allSettled([fail(first), fail(second, 'reset\u0000'), fail(third)]);
  expect(reports.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await failing()).toSorted()).toEqual([first.id, third.id].toSorted());
});

test('results are recorded at once while the circuit of one of their endpoints is held', async () => {
  const [held, other] = (await register(2)) as [Endpoint, Endpoint];
  await Promise.all([fail(held), fail(other)]);
  const client = await context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from webhook_circuits where endpoint_id = $1 for update', [
      endpointIdToUuid(held.id),
    ]);
    // Waiting for the circuit, they would fail after two seconds.
    await Promise.all([deliver(held), deliver(other)]);
    expect(await failing()).toEqual([held.id]);
  } finally {
    client.release(true);
  }
});

test('circuits are claimed in the order of their ids, as reports lock them', async () => {
  const endpoints = (await register(2)).toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [Endpoint, Endpoint];
  for (const endpoint of endpoints.toReversed()) await failTimes(10, endpoint);
  await context.postgres.query(`update webhook_circuits set open_until = now() - interval '1 second'`);
  const [first, last] = endpoints.map(({ id }) => endpointIdToUuid(id));
  const lock = 'select from webhook_circuits where endpoint_id = $1 for update nowait';
  const client = await context.postgres.connect();
  try {
    await client.query('begin');
    await client.query(lock, [first]);
    const claiming = createClaims(postgres).claim(
      endpoints.toReversed().map(({ id }) => ({ endpointId: id, places: 1 })),
    );
    await until(async () => (await waitingForLocks(context)) === 1);
    await client.query(lock, [last]);
    await client.query('rollback');
    expect((await claiming).map(({ endpointId }) => endpointId).toSorted()).toEqual(
      endpoints.map(({ id }) => id),
    );
  } finally {
    client.release(true);
  }
});
