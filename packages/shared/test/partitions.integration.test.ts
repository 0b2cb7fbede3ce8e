import { afterEach, beforeEach, expect, test } from 'vitest';
import { partitionedTables } from '../../../test/support/month-partitions.ts';
import { readPartitionsLeft } from '../src/ledger/partitions.ts';
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
      `select array_to_string(reloptions, ' ') as parameters, relhastriggers as triggers,
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
    await query(`alter table ${table} detach partition ${table}_before`);
    const placing = placeOrders(ledger.postgres, [draft(), draft()]);
    await expect(placing).rejects.toThrow(PartitionMissing);
    await expect(placing).rejects.toMatchObject({ table });
    expect(await query('select from orders')).toEqual([]);
    expect(await query('select from order_events')).toEqual([]);
    expect(await readPartitionsLeft(ledger.postgres)).toBeLessThanOrEqual(0);
  },
);
