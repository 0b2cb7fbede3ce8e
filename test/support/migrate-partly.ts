import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { statementsOf } from '@order-countdown/shared/platform/migrate';
import type { Client } from 'pg';

const folder = fileURLToPath(new URL('../../packages/shared/migrations/', import.meta.url));

/** All migrations, by their names, in order. */
export const migrationNames = readdirSync(folder)
  .toSorted()
  .map((file) => file.replace(/\.sql$/, ''));

/** Applies these migrations, of which `migrate` then knows nothing. */
export async function applyMigrations(client: Client, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const sql = readFileSync(`${folder}${name}.sql`, 'utf8');
    const statements = sql.startsWith('-- Without a transaction') ? statementsOf(sql) : [sql];
    for (const statement of statements) await client.query(statement);
  }
}

/** Makes a database one that `migrate` left before the migration whose name begins so. */
export async function migrateUpTo(client: Client, prefix: string): Promise<void> {
  const names = migrationNames.slice(
    0,
    migrationNames.findIndex((name) => name.startsWith(prefix)),
  );
  await applyMigrations(client, names);
  await client.query(
    'create table migrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
  );
  await client.query(
    'insert into migrations (name, run_on) select name, now() from unnest($1::text[]) as name',
    [names],
  );
}
