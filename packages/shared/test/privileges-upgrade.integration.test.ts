import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../../../test/support/database.ts';
import { partitionedTables } from '../../../test/support/month-partitions.ts';
import { statementsOf } from '../src/platform/migrate.ts';

const folder = fileURLToPath(new URL('../migrations/', import.meta.url));
const files = readdirSync(folder).toSorted();
const partitioning = files.findIndex((name) => name.startsWith('0030'));
const reader = `reader_${randomUUID().slice(0, 8)}`;

let client: Client;

beforeEach(async () => {
  const name = `privileges_${randomUUID().replaceAll('-', '')}`;
  client = new Client({ connectionString: await createDatabase(inject('postgresUrl'), name) });
  await client.connect();
});
afterEach(async () => {
  await client.query(`drop owned by ${reader}; drop role ${reader}`);
  await client.end();
});

async function apply(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const sql = readFileSync(folder + name, 'utf8');
    const statements = sql.startsWith('-- Without a transaction') ? statementsOf(sql) : [sql];
    for (const statement of statements) await client.query(statement);
  }
}

test('roles and indexes of the shop have the partitioned table in place of the one that was there', async () => {
  await apply(files.slice(0, partitioning));
  await client.query(`create role ${reader}`);
  for (const table of partitionedTables)
    await client.query(`grant select on ${table} to ${reader} with grant option`);
  await client.query(`grant update (metadata) on orders to ${reader}`);
  for (const name of ['ops', 'ops_of_orders'])
    await client.query(`create index ${name} on orders (lower(customer_id))`);
  await apply(files.slice(partitioning));
  const { rows } = await client.query(
    `select name, has_table_privilege($1, name, 'select with grant option') as may_select,
            has_table_privilege($1, name, 'insert') as may_insert from unnest($2::text[]) as name`,
    [reader, partitionedTables],
  );
  expect(rows).toEqual(partitionedTables.map((name) => ({ name, may_select: true, may_insert: false })));
  const { rows: columns } = await client.query(
    `select has_column_privilege($1, 'orders', 'metadata', 'update') as metadata,
            has_column_privilege($1, 'orders', 'status', 'update') as status`,
    [reader],
  );
  expect(columns).toEqual([{ metadata: true, status: false }]);
  const { rows: indexes } = await client.query(
    `select indexname as name from pg_indexes where tablename = 'orders' and indexname like 'ops%' order by name`,
  );
  expect(indexes).toEqual([{ name: 'ops' }, { name: 'ops_of_orders' }]);
});
