import { Queue } from 'bullmq';
import { purgeHistory } from '@order-countdown/shared/webhooks/give-up';
import { createClaims } from '@order-countdown/shared/webhooks/outbox';
import { endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import {
  createWebhookQueue,
  webhookQueueName,
  type WebhookQueue,
} from '@order-countdown/shared/webhooks/queue';
import { createWebhookRelay } from '@order-countdown/shared/webhooks/relay';
import { createWindows, windowSize } from '@order-countdown/shared/webhooks/windows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { pagesReadBy, remembering } from '../support/pages.ts';

let context: TestContext;
let core: TestCore;
let queue: Queue;

/** No process runs but this one, and nothing is delivered. */
beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  queue = new Queue(webhookQueueName, { connection: context.redis });
});
afterAll(async () => {
  await queue.close();
  await core.close();
  await context.close();
});
beforeEach(async () => {
  await context.postgres.query('truncate webhook_endpoints, webhook_outbox, webhook_deliveries cascade');
  await context.redis.flushdb();
});

/** @returns the ids of new endpoints */
async function register(count: number): Promise<string[]> {
  const { rows } = await context.postgres.query<{ id: string }>(
    `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
     select gen_random_uuid(), n, 'https://shop.example', true, '' from generate_series(1, $1::int) n returning id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

const wait = (endpoint: string | undefined, count: number, ago = '0') =>
  context.postgres.query(
    `insert into webhook_deliveries (endpoint_id, created_at, due_at)
     select $1::uuid, now() - $3::interval, now() - $3::interval from generate_series(1, $2)`,
    [endpoint, count, ago],
  );

async function count(condition: string): Promise<number> {
  const { rows } = await context.postgres.query(
    `select count(*)::int as count from webhook_deliveries where ${condition}`,
  );
  return rows[0].count;
}

describe('the queue', () => {
  test('holds a window of jobs of each endpoint, however many deliveries wait', async () => {
    const [first, second] = await register(2);
    await wait(first, 1_000);
    await wait(second, 3);
    for (let n = 0; n < 3; n += 1) await core.relay.run();
    expect(await queue.getWaitingCount()).toBe(windowSize + 3);
    expect(await count('queued_at is not null')).toBe(windowSize + 3);
  });

  test('is not given again what it holds, however long that has been there', async () => {
    const [first] = await register(1);
    await wait(first, 1_000);
    await core.relay.run();
    await context.postgres.query(
      `update webhook_deliveries set queued_at = '2026-01-01' where queued_at is not null`,
    );
    await context.postgres.query(`update webhook_deliveries set due_at = now()`);
    await core.relay.run();
    expect(await count(`queued_at = '2026-01-01'`)).toBe(windowSize);
    expect(await count(`queued_at is null`)).toBe(1_000 - windowSize);
  });

  test('is given the next delivery when a job has ended, and learns that more wait', async () => {
    const [first] = await register(1);
    const windows = createWindows(core.redis);
    await wait(first, windowSize + 10);
    await core.relay.run();
    const [job] = await queue.getWaiting(0, 0);
    await job?.remove();
    expect(await windows.leave(endpointIdFromUuid(first ?? ''), job?.id ?? '')).toBe(true);
    await core.relay.run();
    expect(await queue.getWaitingCount()).toBe(windowSize);
  });

  test('is offered all deliveries again that it could not be given', async () => {
    const [first] = await register(1);
    await wait(first, windowSize);
    const jobs = createWebhookQueue(core.queues);
    let isFailing = true;
    const add: WebhookQueue['add'] = async (deliveries) => {
      if (isFailing) throw new Error('redis refuses to write');
      await jobs.add(deliveries);
    };
    const relay = createWebhookRelay({ ...core, queue: { ...jobs, add } });
    await expect(relay.run()).rejects.toThrow('redis refuses to write');
    isFailing = false;
    await relay.run();
    expect(await queue.getWaitingCount()).toBe(windowSize);
    await jobs.close();
  });

  test('gets back the place of a job that is gone, and not that of a job that waits for long', async () => {
    const [first] = await register(1);
    const id = endpointIdFromUuid(first ?? '');
    const windows = createWindows(core.redis);
    await wait(first, windowSize);
    await core.relay.run();
    const [job] = await queue.getWaiting(0, 0);
    await job?.remove();
    expect(await windows.freePlaces([id])).toEqual([0]);
    // A minute later.
    const key = `webhook-window:${id}`;
    const members = await context.redis.zrange(key, 0, '-1');
    for (const member of members) await context.redis.zadd(key, 0, member);
    expect(await windows.freePlaces([id])).toEqual([1]);
  });
});

describe('while an old snapshot keeps deleted rows', () => {
  test('looking for what is due reads a few pages, however much was delivered', async () => {
    const [first] = await register(1);
    const reader = await context.postgres.connect();
    await reader.query('begin isolation level repeatable read');
    await reader.query('select count(*) from orders');
    await wait(first, 100_000, '1 minute');
    await context.postgres.query(`update webhook_deliveries set status = 'delivered', due_at = null`);
    const { postgres, last } = remembering(core.postgres);
    const claims = createClaims(postgres);
    expect([await claims.findWaiting(), await claims.findWaiting()]).toEqual([[], []]);
    expect(await pagesReadBy(context.postgres, last())).toBeLessThan(50);
    await wait(first, 1);
    const [id = ''] = await claims.findWaiting();
    expect(await claims.claim([{ endpointId: id, places: windowSize }])).toHaveLength(1);
    expect(await pagesReadBy(context.postgres, last())).toBeLessThan(50);
    await reader.query('commit');
    reader.release();
  });
});

describe('the history', () => {
  test('loses what is older than 30 days by reading little more than that', async () => {
    const [first, second] = await register(2);
    await wait(first, 20_000, '29 days');
    await wait(second, 100, '31 days');
    await context.postgres.query(`update webhook_deliveries set status = 'delivered', due_at = null`);
    await context.postgres.query('delete from webhook_endpoints where id = $1', [second]);
    await context.postgres.query('vacuum analyze webhook_deliveries');
    const { postgres, last } = remembering(core.postgres);
    const signal = new AbortController().signal;
    expect(await purgeHistory(postgres, signal)).toBe(100);
    expect(await count('true')).toBe(20_000);
    expect(await pagesReadBy(context.postgres, last())).toBeLessThan(100);
  });
});
