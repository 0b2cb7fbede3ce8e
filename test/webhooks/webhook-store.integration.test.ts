import {
  deliveryIdFromUuid,
  deliveryIdToUuid,
  endpointIdFromUuid,
} from '@order-countdown/shared/webhooks/ids';
import { resendDelivery } from '@order-countdown/shared/webhooks/resend';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDeliveryStore, type DeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';

/*
 * BullMQ may run a job twice at once: its lock was lost, or Redis came back from an older state. Only one of the two
 * may send.
 */

let context: TestContext;
let core: TestCore;
let store: DeliveryStore;
let id: string;
let statements = 0;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  const { postgres } = core;
  store = createDeliveryStore({
    ...postgres,
    query: (...statement) => {
      statements += 1;
      return postgres.query(...statement);
    },
  });
});

afterAll(async () => {
  await core.close();
  await context.close();
});

beforeEach(async () => {
  const { rows } = await context.postgres.query(
    'insert into webhook_deliveries (endpoint_id, queued_at) values (gen_random_uuid(), now()) returning id',
  );
  id = deliveryIdFromUuid(rows[0].id);
});

const start = async () => (await store.start({ id, retryInMs: 0 }))?.attempt ?? null;

const update = (assignments: string) =>
  context.postgres.query(`update webhook_deliveries set ${assignments}`);

test('of two attempts on one delivery that start in the same set, one sends', async () => {
  expect(await Promise.all([start(), start()])).toEqual([1, null]);
});

test('a delivery that was asked for again after its order had been dropped is not sent', async () => {
  const { rows } = await context.postgres.query(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence) values (gen_random_uuid(), uuidv7(), 1) returning id`,
  );
  expect(await store.read(deliveryIdFromUuid(rows[0].id))).toBeNull();
});

test('an attempt does not start while another one on the same delivery is being sent', async () => {
  expect(await start()).toBe(1);
  expect(await start()).toBeNull();
  await store.record({
    id,
    attempt: 1,
    status: 'pending',
    startedAt: new Date(),
    durationMs: 1,
    requestBody: '{}',
    responseStatus: 500,
    responseBody: null,
    error: 'answered 500',
    retryInMs: 0,
  });
  expect(await start()).toBe(2);
});

test('the result of an attempt that was under way when the delivery was asked for again ends nothing, whatever the clock', async () => {
  const record = (attempt: number) =>
    store.record({
      id,
      attempt,
      status: 'delivered',
      startedAt: new Date(),
      durationMs: 1,
      requestBody: '{}',
      responseStatus: 204,
      responseBody: null,
      error: null,
      retryInMs: null,
    });
  await start();
  await context.postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select endpoint_id, 1, 'http://127.0.0.1:9/hook', true, '' from webhook_deliveries where id = '${deliveryIdToUuid(id)}'`,
  );
  const { rows } = await context.postgres.query('select id from webhook_endpoints');
  await resendDelivery(core.postgres, endpointIdFromUuid(rows[0].id), id);
  await update(`resent_at = resent_at + interval '1 hour'`);
  await record(1);
  expect(await store.read(id)).toMatchObject({ status: 'pending', attempts: 0 });
  await update('queued_at = now()');
  expect(await start()).toBe(2);
  await record(2);
  expect(await store.read(id)).toMatchObject({ status: 'delivered' });
  await context.postgres.query('delete from webhook_endpoints');
});

test('an attempt starts once another one, whose worker died, would have ended', async () => {
  expect(await start()).toBe(1);
  await update(`last_attempt_at = last_attempt_at - interval '20 seconds'`);
  expect(await start()).toBe(2);
});

test('an attempt starts when a delivery whose last result is unknown has been queued again', async () => {
  expect(await start()).toBe(1);
  await update(`queued_at = clock_timestamp() + interval '1 second'`);
  expect(await start()).toBe(2);
});

test('an attempt starts when an operator retries a failed delivery', async () => {
  expect(await start()).toBe(1);
  await store.fail({ id, error: 'by hand' });
  expect(await start()).toBe(2);
});

test('a delivery is dropped only if its endpoint was removed, whatever was read before', async () => {
  const exists = async () => (await store.read(id)) !== null;
  await context.postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select endpoint_id, 1, 'http://127.0.0.1:9/hook', true, '' from webhook_deliveries where id = '${deliveryIdToUuid(id)}'`,
  );
  await store.drop(id);
  expect(await exists()).toBe(true);
  await context.postgres.query('delete from webhook_endpoints');
  await store.drop(id);
  expect(await exists()).toBe(false);
});

// A hundred at once, when the circuit of an endpoint opens or it is disabled: others must not wait for a hundred statements.
test.each([
  ['release', async (ids: string[]) => Promise.all(ids.map((id) => store.release(id)))],
  ['fail', async (ids: string[]) => Promise.all(ids.map((id) => store.fail({ id, error: 'none' })))],
  ['drop', async (ids: string[]) => Promise.all(ids.map((id) => store.drop(id)))],
])('a hundred calls of %s share a statement', async (_name, callAll) => {
  const { rows } = await context.postgres.query(
    `insert into webhook_deliveries (endpoint_id, queued_at)
     select gen_random_uuid(), now() from generate_series(1, 100) returning id`,
  );
  statements = 0;
  await callAll(rows.map((row) => deliveryIdFromUuid(row.id)));
  expect(statements).toBe(1);
  const left = await context.postgres.query(
    'select from webhook_deliveries where id = any ($1) and status = $2 and queued_at is not null',
    [rows.map((row) => row.id), 'pending'],
  );
  expect(left.rowCount).toBe(0);
});
