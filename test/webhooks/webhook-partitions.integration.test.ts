import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { readHistory } from '@order-countdown/shared/webhooks/delivery-history';
import { purgeHistory } from '@order-countdown/shared/webhooks/give-up';
import { deliveryIdFromUuid, endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { createClaims, releaseClaimed } from '@order-countdown/shared/webhooks/outbox';
import { createFanOut } from '@order-countdown/shared/webhooks/fan-out';
import { makePartitions, readPartitionsLeft } from '@order-countdown/shared/ledger/partitions';
import { dropPartitions } from '@order-countdown/shared/webhooks/partitions';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { partitionByMonth } from '../support/month-partitions.ts';
import { openPostgres } from '../support/postgres.ts';
import { lookUpsIn, plansOf, sequentialScans } from '../support/query-plans.ts';

let context: TestContext;
let postgres: Postgres;

beforeEach(async () => {
  context = await createTestContext();
  postgres = openPostgres(context.databaseUrl);
});
afterEach(async () => {
  await postgres.close();
  await context.close();
});

const query = async (sql: string, values: unknown[] = []) => (await context.postgres.query(sql, values)).rows;

/** Each partition, oldest first, with its range. */
async function partitions(): Promise<{ name: string; from: string; to: string }[]> {
  const rows = await query(
    `select inhrelid::regclass::text as name,
            substring(pg_get_expr(relpartbound, oid) from $$FROM \\('?([^')]+)'?\\)$$) as from,
            substring(pg_get_expr(relpartbound, oid) from $$TO \\('([^']+)'\\)$$) as to
     from pg_inherits join pg_class on oid = inhrelid where inhparent = 'webhook_deliveries'::regclass
     order by 3`,
  );
  return rows as { name: string; from: string; to: string }[];
}

const dayMs = 24 * 60 * 60 * 1_000;
const never = new AbortController().signal;

describe('making partitions', () => {
  test('leaves no gap, reaches a month ahead, and does nothing when it is done', async () => {
    await query('select make_partitions(200)');
    const all = await partitions();
    expect(all.length).toBeGreaterThanOrEqual(6);
    expect(all[0]).toMatchObject({ name: 'webhook_deliveries_before', from: 'MINVALUE' });
    for (const [index, { from }] of all.slice(1).entries()) expect(from).toBe(all[index]!.to);
    expect(await makePartitions(postgres)).toBe(0);
    expect(await partitions()).toEqual(all);
    expect(await readPartitionsLeft(postgres)).toBeGreaterThan(200 * dayMs);
  });

  test('by several workers at once makes each once, while deliveries are written and read', async () => {
    const reader = await context.postgres.connect();
    await reader.query('begin');
    await reader.query('select from webhook_deliveries');
    await reader.query('insert into webhook_deliveries (endpoint_id) values (gen_random_uuid())');
    const made = await Promise.all(
      Array.from({ length: 5 }, () => query('select make_partitions(100) as made')),
    );
    await reader.query('commit');
    reader.release();
    const all = await partitions();
    expect(made.reduce((sum, [row]) => sum + Number(row!['made']), 0)).toBeGreaterThanOrEqual(8);
    expect(new Set(all.map(({ to }) => to)).size).toBe(all.length);
  });

  test('new partitions have the indexes, the key and the checks of the others', async () => {
    await query('select make_partitions(100)');
    const rows = await query(
      `select count(*)::int as indexes, bool_or(indisprimary) as "hasKey",
              (select count(*)::int from pg_constraint where conrelid = indrelid and contype = 'c') as checks
       from pg_index join pg_inherits on inhrelid = indrelid
       where inhparent = 'webhook_deliveries'::regclass group by indrelid`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) expect(row).toEqual(rows[0]);
    expect(rows[0]).toMatchObject({ hasKey: true, indexes: 6 });
  });

  test('a delivery of a time without a partition is refused', async () => {
    const write = query(
      `insert into webhook_deliveries (endpoint_id, created_at) values (gen_random_uuid(), now() + interval '9 years')`,
    );
    await expect(write).rejects.toThrow('no partition of relation "webhook_deliveries"');
  });
});

describe('with 36 partitions', () => {
  let endpointId: string;

  beforeEach(async () => {
    await partitionByMonth(context.postgres);
    const [endpoint] = await query(
      `insert into webhook_endpoints (id, place, url, enabled, sealed_secret, created_at)
       values (gen_random_uuid(), 1, 'https://example.com/', true, '', now() - interval '9 years') returning id`,
    );
    endpointId = endpointIdFromUuid(endpoint!['id'] as string);
    await query(
      `insert into webhook_deliveries (endpoint_id, status, created_at, due_at, error)
       select $1, case when n % 100 = 0 then 'pending' else 'delivered' end, now() - n * interval '3 hours',
              case when n % 100 = 0 then now() end, repeat('x', 700)
       from generate_series(0, 7999) n`,
      [endpoint!['id']],
    );
    await query('analyze webhook_deliveries');
  });

  /** The tables that a plan reads from end to end, except empty partitions, which have no page to read. */
  async function scannedBy(run: (on: Postgres) => unknown): Promise<string[]> {
    const empty = await query(
      `select inhrelid::regclass::text as name from pg_inherits
       where inhparent = 'webhook_deliveries'::regclass and pg_relation_size(inhrelid) = 0`,
    );
    const scanned = sequentialScans(await plansOf(postgres, run));
    return scanned.filter((table) => !empty.some(({ name }) => name === table));
  }

  test('claiming and releasing scan no table, and each delivery is claimed once', async () => {
    const claims = createClaims(postgres);
    expect(await claims.findWaiting()).toEqual([endpointId]);
    const claim = (on: Postgres) => createClaims(on).claim([{ endpointId, places: 100 }]);
    expect(await scannedBy(claim)).toEqual([]);
    expect(await scannedBy((on) => createClaims(on).findWaiting())).toEqual([]);
    const claimed = (await Promise.all([claim(postgres), claim(postgres)])).flat().map(({ id }) => id);
    expect(claimed).toHaveLength(80);
    expect(new Set(claimed).size).toBe(80);
    expect(await scannedBy((on) => releaseClaimed(on, claimed.slice(0, 3)))).toEqual([]);
    await releaseClaimed(postgres, claimed);
    expect(await claim(postgres)).toHaveLength(80);
  });

  test('a page of the history reads the newest partitions, and is in order across all', async () => {
    const history = (on: Postgres, createdAt: Date) => {
      const after = { createdAt, id: deliveryIdFromUuid('ffffffff-ffff-ffff-ffff-ffffffffffff') };
      return readHistory(on, { endpointId, limit: 100, status: null, after });
    };
    const yearAgo = new Date(Date.now() - 366 * dayMs);
    const plans = await plansOf(postgres, (on) => history(on, yearAgo), 'analyze');
    const touched = (await partitions()).filter(({ name }) => lookUpsIn(plans, name) > 0);
    expect(touched.length).toBeGreaterThan(0);
    // An append in the order of time stops at its limit.
    expect(touched.length).toBeLessThanOrEqual(2);
    const { deliveries } = await history(postgres, yearAgo);
    const times = deliveries.map(({ createdAt }) => createdAt.getTime());
    expect(times).toHaveLength(100);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('what the history has outlived goes, and the partitions with it; pending deliveries keep theirs', async () => {
    await purgeHistory(postgres, never);
    const [left] = await query(
      `select count(*)::int as count from webhook_deliveries where created_at < now() - interval '31 days'`,
    );
    const dropped = await dropPartitions(postgres);
    expect(
      await query("select from webhook_deliveries where created_at < now() - interval '31 days'"),
    ).toHaveLength(left!['count'] as number);
    await query(
      `update webhook_deliveries set status = 'failed', due_at = null where created_at < now() - interval '31 days'`,
    );
    await purgeHistory(postgres, never);
    expect((await dropPartitions(postgres)) + dropped).toBeGreaterThanOrEqual(32);
    expect((await partitions()).length).toBeLessThanOrEqual(4);
    expect(await makePartitions(postgres)).toBe(0);
  });

  test('an event that waited longer than the history goes back is delivered all the same', async () => {
    await query('delete from webhook_deliveries');
    await dropPartitions(postgres);
    await query(
      `insert into webhook_outbox (order_id, sequence, type, occurred_at)
       values (gen_random_uuid(), 1, 'order.paid', now() - interval '2 years')`,
    );
    expect(await createFanOut(postgres).takeBatch()).toMatchObject({ endpointIds: [endpointId] });
    expect(await query('select from webhook_deliveries')).toHaveLength(1);
  });
});
