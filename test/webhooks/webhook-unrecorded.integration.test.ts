import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register, startImpatientDelivery, type Endpoint } from '../support/webhook-system.ts';

let context: TestContext;
let api: RunningProcess;
let client: Client;
let receiver: Receiver;
let endpoint: Endpoint;
let delivery: { close(): Promise<void> };

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  client = createClient(api.url);
  await context.postgres.query(`
    create function refuse() returns trigger language plpgsql as
    $$ begin raise sqlstate '53100' using message = 'no space left on device'; end $$`);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

beforeEach(async () => {
  receiver = await startReceiver();
  endpoint = await register(client, receiver.url);
  delivery = startImpatientDelivery(context);
});

afterEach(async () => {
  await allowAll();
  await endpoint.remove();
  await delivery.close();
  await receiver.close();
});

/** Makes Postgres refuse some updates of deliveries, as it does when its disk is full. */
const refuseIf = (condition: string) =>
  context.postgres.query(
    `create trigger refuse before update on webhook_deliveries
     for each row when (${condition}) execute function refuse()`,
  );
const allowAll = () => context.postgres.query('drop trigger if exists refuse on webhook_deliveries');

const jobsIn = async (...states: string[]) => {
  const counts = await Promise.all(
    states.map((state) => {
      const key = `bull:webhook:${state}`;
      return state === 'delayed' ? context.redis.zcard(key) : context.redis.llen(key);
    }),
  );
  return counts.reduce((sum, count) => sum + count);
};

test('an event is not sent again and again while its result cannot be recorded', async () => {
  await refuseIf('new.response_status is not null');
  await client.place();
  await until(() => receiver.received.length > 0);
  // The job ends without having been put off.
  await until(async () => (await jobsIn('wait', 'active', 'delayed')) === 0);
  expect(await endpoint.deliveries()).toMatchObject([
    { status: 'pending', attempts: 1, responseStatus: null },
  ]);
  expect(receiver.received).toHaveLength(1);

  await allowAll();
  const { rows } = await context.postgres.query(
    'update webhook_deliveries old set due_at = now() returning old.due_at, queued_at',
  );
  expect(rows).toHaveLength(1);
  await until(async () => (await endpoint.deliveries())[0].status === 'delivered');
  expect(await endpoint.deliveries()).toMatchObject([{ attempts: 2 }]);
});

test('an event is not sent while its attempt cannot be counted', async () => {
  await refuseIf('new.attempts > old.attempts');
  await client.place();
  await until(async () => (await jobsIn('delayed')) === 1);
  expect(receiver.received).toEqual([]);
  await allowAll();
  await until(async () => (await endpoint.deliveries())[0].status === 'delivered');
  expect(await endpoint.deliveries()).toMatchObject([{ attempts: 1 }]);
  expect(receiver.received).toHaveLength(1);
});

test('a failed attempt does not change a delivery that another one has delivered meanwhile', async () => {
  let fail: (() => void) | undefined;
  receiver.answer = (response) => {
    fail = () => void response.writeHead(500).end();
  };
  await client.place();
  await until(() => fail);
  await context.postgres.query(`update webhook_deliveries set status = 'delivered', due_at = null`);
  fail?.();
  // The attempt is over when its job is.
  await until(async () => (await jobsIn('wait', 'active', 'delayed')) === 0);
  expect(await endpoint.deliveries()).toMatchObject([{ status: 'delivered', attempts: 1 }]);
});
