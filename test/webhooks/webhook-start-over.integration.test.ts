import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let core: TestCore;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  await until(() => core.redis.status === 'ready');
});

afterAll(async () => {
  await core.close();
  await context.close();
});

const queued = async () => {
  const { rows } = await context.postgres.query(
    'select count(*)::int as count from webhook_deliveries where queued_at is not null',
  );
  return rows[0].count;
};

const insertDelivery = (dueSecondsAgo: number) =>
  context.postgres.query(
    `insert into webhook_deliveries (endpoint_id, created_at, due_at)
     select id, now() - interval '1 hour', now() - make_interval(secs => $1) from webhook_endpoints`,
    [dueSecondsAgo],
  );

test('a relay that starts over also finds deliveries and events from before its last look, as a restore brings back', async () => {
  await context.postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret, created_at)
     values (gen_random_uuid(), 1, 'https://shop.example', true, '', now() - interval '1 day')`,
  );
  await insertDelivery(0);
  await core.relay.run();
  expect(await queued()).toBe(1);

  await insertDelivery(600);
  await context.postgres.query(
    `insert into webhook_outbox (order_id, sequence, type, occurred_at, written_by)
     values (gen_random_uuid(), 1, 'order.paid', now(), '3')`,
  );
  await core.relay.run();
  expect(await queued()).toBe(1);

  core.relay.startOver();
  await core.relay.run();
  expect(await queued()).toBe(3);
});
