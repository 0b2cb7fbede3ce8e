import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../../../test/support/database.ts';
import { applyMigrations, migrationNames } from '../../../test/support/migrate-partly.ts';
import { partitionedTables } from '../../../test/support/month-partitions.ts';

const partitioning = migrationNames.findIndex((name) => name.startsWith('0030'));
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

test('roles and indexes of the shop have the partitioned table in place of the one that was there', async () => {
  await applyMigrations(client, migrationNames.slice(0, partitioning));
  await client.query(`create role ${reader}`);
  for (const table of partitionedTables)
    await client.query(`grant select on ${table} to ${reader} with grant option`);
  await client.query(`grant update (metadata) on orders to ${reader}`);
  for (const name of ['ops', 'ops_of_orders'])
    await client.query(`create index ${name} on orders (lower(customer_id))`);
  await applyMigrations(client, migrationNames.slice(partitioning));
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
