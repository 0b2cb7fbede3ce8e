import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { migrateUpTo, migrationNames } from '../support/migrate-partly.ts';
import { until } from '../support/until.ts';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';

const logger = createLogger('test', 'silent');

let url: string;
let client: Client;
let other: Client;

beforeEach(async () => {
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  url = await createDatabase(inject('postgresUrl'), name);
  [client, other] = [new Client(url), new Client({ connectionString: url, lock_timeout: 5_000 })];
  await Promise.all([client.connect(), other.connect()]);
});
afterEach(() => Promise.all([client.end(), other.end()]));

const appliedCount = async (): Promise<number> =>
  (await client.query('select count(*)::int as count from migrations')).rows[0].count;

test('a role whose statements have a time limit can migrate, however long a statement takes', async () => {
  await migrateUpTo(client, '0029');
  await client.query('begin; lock table orders in share update exclusive mode');
  const limited = new URL(url);
  limited.searchParams.set('options', '-c statement_timeout=500');
  const migrating = migrate(limited.href, logger);
  const isWaiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    and clock_timestamp() - query_start > interval '700 ms'`;
  await Promise.race([until(async () => (await other.query(isWaiting)).rowCount), migrating]);
  await client.query('commit');
  await migrating;
  expect(await appliedCount()).toBe(migrationNames.length);
});

test('nobody waits for long behind a migration that adds a constraint and waits for a reader', async () => {
  await migrateUpTo(client, '0026');
  await client.query('begin; select from webhook_deliveries');
  const migrating = migrate(url, logger);
  await until(async () => (await other.query('select from pg_locks where not granted')).rowCount);
  await other.query('select from webhook_deliveries');
  await client.query('commit');
  await migrating;
  expect(await appliedCount()).toBe(migrationNames.length);
});
