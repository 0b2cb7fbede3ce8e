import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { createFanOut } from '@order-countdown/shared/webhooks/fan-out';
import { newEndpointId, endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { sampleDraft } from '../support/ledger.ts';
import { until } from '../support/until.ts';
import { pagesReadBy, remembering } from '../support/pages.ts';

let redis: ThrowawayRedis;
let context: TestContext;
let core: TestCore;

/** No process runs but this one, and Redis is gone: what happens here needs Postgres alone. */
beforeAll(async () => {
  redis = await startThrowawayRedis();
  context = await createTestContext(redis.url);
  core = openCore(context);
  await redis.kill();
});
afterAll(async () => {
  await core.close();
  await context.close();
  await redis.stop();
});
beforeEach(async () => {
  await context.postgres.query(
    'truncate orders, order_events, webhook_endpoints, webhook_outbox, webhook_deliveries cascade',
  );
});

async function register(count: number, types: string[] | null = null): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await context.postgres.query(
      `insert into webhook_endpoints (id, place, url, event_types, enabled, sealed_secret, created_at)
       select $1, count(*) + 1, 'https://shop.example', $2, true, '', date_trunc('milliseconds', now())
       from webhook_endpoints`,
      [endpointIdToUuid(newEndpointId()), types],
    );
  }
}

const place = () => core.ledger.place({ ...sampleDraft, id: newOrderId(), windowSeconds: 60 });

const insertOverdue = (count: number) =>
  context.postgres.query(
    `insert into orders (id, amount, currency, created_at, expires_at)
     select uuid_v7(now()), 100, 'EUR', now() - interval '1 hour', now() - interval '1 second'
     from generate_series(1, $1)`,
    [count],
  );

async function count(table: string): Promise<number> {
  const { rows } = await context.postgres.query(`select count(*)::int as count from ${table}`);
  return rows[0].count;
}

describe('an event', () => {
  test('takes one row of the outbox, however many endpoints want it', async () => {
    await register(100);
    await insertOverdue(2_000);
    expect(await core.ledger.sweep(2_000)).toHaveLength(2_000);
    expect([await count('webhook_outbox'), await count('webhook_deliveries')]).toEqual([2_000, 0]);
  });

  test('takes no row of the outbox if no enabled endpoint wants its type', async () => {
    await register(1, ['order.paid']);
    await register(1);
    await context.postgres.query(`update webhook_endpoints set enabled = false where event_types is null`);
    await place();
    expect(await count('webhook_outbox')).toBe(0);
  });
});

describe('the relay', () => {
  test('delivers every event once to every endpoint that wants it, without Redis', async () => {
    await register(99);
    await register(1, ['order.paid']);
    await insertOverdue(300);
    await core.ledger.sweep(300);
    const second = openCore(context);
    await Promise.all([core.relay.run(), second.relay.run(), core.relay.run()]);
    await second.close();
    expect(await count('webhook_outbox')).toBe(0);
    expect(await count('webhook_deliveries')).toBe(99 * 300);
    expect(await count('(select distinct endpoint_id, order_id from webhook_deliveries) each')).toBe(
      99 * 300,
    );
  });

  test('does not deliver an event to an endpoint that was registered after it', async () => {
    await register(1);
    await place();
    await context.postgres.query(`update order_events set occurred_at = now() - interval '1 second'`);
    await context.postgres.query(`update webhook_outbox set occurred_at = now() - interval '1 second'`);
    await context.postgres.query(`update webhook_endpoints set created_at = now() - interval '1 minute'`);
    await register(1);
    await core.relay.run();
    expect(await count('webhook_deliveries')).toBe(1);
  });

  test('halves a batch that Postgres cancels', async () => {
    await register(10);
    await insertOverdue(500);
    await core.ledger.sweep(500);
    await context.postgres.query(`
      create function cancel_large() returns trigger language plpgsql as $$
        begin
          if (select count(*) from written) > 1000 then raise sqlstate '57014'; end if;
          return null;
        end $$;
      create trigger cancel_large after insert on webhook_deliveries
        referencing new table as written execute function cancel_large()`);
    const failures: unknown[] = [];
    while ((await count('webhook_outbox')) && failures.length < 20)
      await core.relay.run().catch((error: unknown) => failures.push(error));
    await context.postgres.query('drop function cancel_large cascade');
    expect(await count('webhook_deliveries')).toBe(5_000);
    expect(failures.length).toBeLessThan(8);
  });

  test('reads an empty outbox in a few pages, even if an old snapshot keeps its deleted rows', async () => {
    await register(1);
    const { postgres, last } = remembering(core.postgres);
    const fanOut = createFanOut(postgres);
    const reader = await context.postgres.connect();
    await reader.query('begin isolation level repeatable read');
    await reader.query('select count(*) from orders');
    await context.postgres.query(
      `insert into webhook_outbox (order_id, sequence, type, occurred_at)
       select gen_random_uuid(), 1, 'order.placed', now() from generate_series(1, 20000)`,
    );
    await core.relay.run();
    expect(await count('webhook_deliveries')).toBe(20_000);
    // A later one knows what an earlier one has found, once no transaction of the server is older than the rows.
    await until(async () => {
      expect(await fanOut.takeBatch()).toEqual({ isFull: false, endpointIds: [], hasEndpoints: true });
      return (await pagesReadBy(context.postgres, last())) < 50;
    }, 50_000);
    await reader.query('commit');
    reader.release();
  }, 60_000);
});
