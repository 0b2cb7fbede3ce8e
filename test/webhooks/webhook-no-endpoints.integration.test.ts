import { newOrderId } from '@order-countdown/shared/order/order-id';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { endpointIdToUuid, newEndpointId } from '@order-countdown/shared/webhooks/ids';
import { createWebhookQueue, type WebhookQueue } from '@order-countdown/shared/webhooks/queue';
import { createWebhookRelay } from '@order-countdown/shared/webhooks/relay';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { sampleDraft } from '../support/ledger.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let core: TestCore;
let queue: WebhookQueue;

/** No process runs but this one, so nothing is relayed but by the relay of a test. */
beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  queue = createWebhookQueue(core.queues);
  await until(() => core.redis.status === 'ready');
});
afterAll(async () => {
  await queue.close();
  await core.close();
  await context.close();
});
beforeEach(() =>
  context.postgres.query('truncate webhook_endpoints, webhook_outbox, webhook_deliveries cascade'),
);

/** A relay, and how many statements it has run. */
function openRelay() {
  let statements = 0;
  const postgres: Postgres = {
    ...core.postgres,
    query(...statement) {
      statements += 1;
      return core.postgres.query(...statement);
    },
  };
  return { relay: createWebhookRelay({ ...core, postgres, queue }), statements: () => statements };
}

/** As another process does. */
const register = () =>
  context.postgres.query(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret, created_at)
     values ($1, 1, 'https://shop.example', true, '', date_trunc('milliseconds', now()))`,
    [endpointIdToUuid(newEndpointId())],
  );

const place = () => core.ledger.place({ ...sampleDraft, id: newOrderId(), windowSeconds: 60 });

async function count(table: 'webhook_outbox' | 'webhook_deliveries'): Promise<number> {
  const { rows } = await context.postgres.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  );
  return rows[0]?.count ?? 0;
}

test('while no endpoint is registered, further nudges ask nothing of Postgres', async () => {
  const { relay, statements } = openRelay();
  await relay.run();
  const once = statements();
  for (let commits = 0; commits < 10; commits += 1) relay.nudge();
  expect(statements()).toBe(once);
});

test('an event for an endpoint that another process has just registered waits for the next run, and is not lost', async () => {
  const { relay, statements } = openRelay();
  await relay.run();
  await register();
  await place();
  relay.nudge();
  expect(await count('webhook_outbox')).toBe(1);
  await relay.run();
  expect(await count('webhook_outbox')).toBe(0);
  expect(await count('webhook_deliveries')).toBe(1);

  // That run has seen the endpoint, so nudges relay at once again.
  await place();
  const before = statements();
  relay.nudge();
  expect(statements()).toBeGreaterThan(before);
  await until(async () => (await count('webhook_deliveries')) === 2);
});

test('without a worker, a process that finds no endpoint looks again by itself', async () => {
  const { relay } = openRelay();
  await relay.run();
  await register();
  await place();
  await until(async () => {
    relay.nudge();
    return (await count('webhook_deliveries')) > 0;
  });
  expect(await count('webhook_deliveries')).toBe(1);
});
