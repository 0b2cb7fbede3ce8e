import type { Pool } from 'pg';

/** Statistics are collected by the test alone: of tables, or of all partitions of those that have some. */
export async function stopAutovacuum(postgres: Pool, tables: readonly string[]): Promise<void> {
  const { rows } = await postgres.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class left join pg_inherits on inhrelid = oid
     where relkind = 'r' and (oid = any($1::regclass[]) or inhparent = any($1::regclass[]))`,
    [tables],
  );
  for (const { name } of rows) await postgres.query(`alter table ${name} set (autovacuum_enabled = false)`);
}

/** To fill tables before their indexes are made takes a third of the time. @returns makes the indexes again */
export async function dropIndexes(postgres: Pool, tables: readonly string[]): Promise<() => Promise<void>> {
  const { rows } = await postgres.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where not indisunique and indrelid = any($1::regclass[])`,
    [tables],
  );
  for (const { name } of rows) await postgres.query(`drop index ${name}`);
  return async () => {
    for (const { definition } of rows) await postgres.query(definition.replace(' ON ONLY ', ' ON '));
  };
}
