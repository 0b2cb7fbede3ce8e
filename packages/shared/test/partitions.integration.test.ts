import { afterEach, beforeEach, expect, test } from 'vitest';
import { partitionedTables } from '../../../test/support/month-partitions.ts';
import { makePartitions, readPartitionsLeft } from '../src/ledger/partitions.ts';
import { placeOrders } from '../src/ledger/place.ts';
import { PartitionMissing } from '../src/platform/errors.ts';
import { createLedgerContext, draft, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;

beforeEach(async () => {
  ledger = await createLedgerContext();
});
afterEach(() => ledger.close());

const query = async (sql: string, values: unknown[] = []) =>
  (await ledger.context.postgres.query(sql, values)).rows as Record<string, unknown>[];

test.each(partitionedTables)(
  'a new partition of %s is like the one before, and ends with the month',
  async (table) => {
    await query('select make_partitions(100)');
    const rows = await query(
      `select array_to_string(reloptions, ' ') as parameters,
            (select count(*)::int from pg_index where indrelid = oid) as indexes,
            (select count(*)::int from pg_index where indrelid = oid and indisunique) as unique,
            (select count(*)::int from pg_constraint where conrelid = oid and contype <> 'n') as constraints,
            (select string_agg(attname || attnotnull || coalesce(attstattarget, -1), ' ' order by attname)
             from pg_attribute where attrelid = oid and attnum > 0) as columns
     from pg_class join pg_inherits on inhrelid = oid where inhparent = $1::regclass`,
      [table],
    );
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const row of rows) expect(row).toEqual(rows[0]);
    const [until] = await query(
      `select partitioned_until($1::regclass) = date_trunc('month', partitioned_until($1::regclass), 'UTC') as "isMonth"`,
      [table],
    );
    expect(until).toEqual({ isMonth: true });
  },
);

test.each(['orders', 'order_events'])(
  'without a partition of %s, an order is refused whole, and which one is missing is said',
  async (table) => {
    for (const { name } of await query(
      'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass',
      [table],
    )) {
      await query(`alter table ${table} detach partition ${String(name)}`);
    }
    const placing = placeOrders(ledger.postgres, [draft(), draft()]);
    await expect(placing).rejects.toThrow(PartitionMissing);
    await expect(placing).rejects.toMatchObject({ table });
    expect(await query('select from orders')).toEqual([]);
    expect(await query('select from order_events')).toEqual([]);
    expect(await readPartitionsLeft(ledger.postgres)).toBeLessThanOrEqual(0);
  },
);

test('a ledger that nobody used for months keeps its last partitions, after which new ones are made', async () => {
  const lastMonth = `date_trunc('month', now() - interval '100 days', 'UTC')`;
  for (const table of partitionedTables) {
    const bound = table === 'webhook_deliveries' ? lastMonth : `uuid_bound(${lastMonth})`;
    const partitions = await query(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass`,
      [table],
    );
    for (const { name } of partitions) await query(`alter table ${table} detach partition ${String(name)}`);
    await query(
      `alter table ${table} attach partition ${table}_before for values from (minvalue) to (${bound})`,
    );
  }
  expect(await query('select drop_order_month(38) as outcome')).toEqual([{ outcome: 'none' }]);
  expect(await query('select drop_delivery_partitions(31) as dropped')).toEqual([{ dropped: 0 }]);
  expect(await makePartitions(ledger.postgres)).toBeGreaterThanOrEqual(4 * 4);
  expect(await placeOrders(ledger.postgres, [draft()])).toMatchObject([{ outcome: 'placed' }]);
  await query('insert into webhook_deliveries (endpoint_id) values (gen_random_uuid())');
  expect(await query('select drop_order_month(38) as outcome')).toEqual([{ outcome: 'dropped' }]);
});

test('where a database shows times in some other way, partitions begin where the last one ends', async () => {
  const client = await ledger.context.postgres.connect();
  // Read as text, such a time would be ten hours off.
  await client.query(`set datestyle = 'SQL, DMY'`);
  await client.query(`set timezone = '<+05>+5'`);
  await client.query('select make_partitions(100)');
  client.release(true);
  const bounds = await query(
    `select distinct substring(pg_get_expr(relpartbound, oid) from 'TO .*') as until
     from pg_inherits join pg_class on oid = inhrelid where inhparent = 'webhook_deliveries'::regclass`,
  );
  expect(bounds.length).toBeGreaterThanOrEqual(4);
  for (const { until } of bounds) expect(until).toMatch(/-01 00:00:00\+00/);
});
