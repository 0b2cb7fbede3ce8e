import { startThrowawayPostgres } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrateUpTo } from '../support/migrate-partly.ts';
import { postgresTemplate } from '../support/postgres-template.ts';
import { until } from '../support/until.ts';

test('a migration does not wait until autovacuum has been through a big table', async () => {
  const postgres = await startThrowawayPostgres({ template: postgresTemplate() });
  onTestFinished(() => postgres.stop());
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  onTestFinished(() => client.end());
  await migrateUpTo(client, '0028');
  await client.query(
    `insert into orders (id, amount, currency, created_at, expires_at)
     select uuid_v7(now()), 100, 'EUR', now(), now() + interval '1 day' from generate_series(1, 50000)`,
  );
  // At this pace it would take a quarter of an hour.
  for (const statement of [
    'alter table orders set (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)',
    `alter system set autovacuum_naptime = '1s'`,
    'select pg_reload_conf()',
    'update orders set amount = 200',
  ])
    await client.query(statement);
  const vacuuming = async () =>
    (await client.query(`select from pg_stat_progress_vacuum where relid = 'orders'::regclass`)).rowCount;
  await until(vacuuming, 120_000, 100);
  await migrate(postgres.url, createLogger('test', 'silent'));
  const { rows } = await client.query('select count(*)::int as count from orders');
  expect(rows).toEqual([{ count: 50_000 }]);
}, 240_000);
