import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createPostgres, type Postgres } from '../src/platform/postgres.ts';
import { createTestContext, type TestContext } from './support/context.ts';

let context: TestContext;
let preparing: Postgres;
let plain: Postgres;

/** One connection, so that each statement sees what the one before has left on it. */
const open = (prepare: boolean) =>
  createPostgres({
    url: context.databaseUrl,
    applicationName: 'test',
    maxConnections: 1,
    prepare,
    onConnectionError: () => undefined,
  });

beforeAll(async () => {
  context = await createTestContext();
  preparing = open(true);
  plain = open(false);
  await context.postgres.query(
    `create table growing (id int primary key) with (autovacuum_enabled = false);
     insert into growing values (0);
     analyze growing`,
  );
});

afterAll(async () => {
  await Promise.all([preparing.close(), plain.close()]);
  await context.close();
});

const look = 'select id from growing where id = $1';
const lookUp = (postgres: Postgres, id: number) => postgres.query(look, [id], { prepare: true });

const preparedOn = (postgres: Postgres) =>
  postgres.query('select from pg_prepared_statements where statement = $1', [look]);

async function indexScans(): Promise<number> {
  const { rows } = await context.postgres.query<{ scans: number }>(
    `select idx_scan::int as scans from pg_stat_user_indexes where indexrelname = 'growing_pkey'`,
  );
  return rows[0]?.scans ?? 0;
}

test('a statement is prepared once, and answers for each value', async () => {
  expect(await lookUp(preparing, 0)).toEqual([{ id: 0 }]);
  expect(await lookUp(preparing, 1)).toEqual([]);
  expect(await preparedOn(preparing)).toHaveLength(1);
});

test('no statement is prepared where that is switched off', async () => {
  expect(await lookUp(plain, 0)).toEqual([{ id: 0 }]);
  expect(await preparedOn(plain)).toEqual([]);
});

test('a prepared statement is planned anew as its table grows', async () => {
  // From the sixth execution on, Postgres keeps the plan: of so small a table it reads everything.
  for (let i = 0; i < 10; i += 1) await lookUp(preparing, 0);
  const before = await indexScans();
  await context.postgres.query('insert into growing select generate_series(1, 100000)');
  const usesIndex = async () => {
    await lookUp(preparing, 0);
    return (await indexScans()) > before;
  };
  expect(await until(usesIndex, 20_000, 200)).toBe(true);
});

test('after a prepared statement was refused, the next ones are answered', async () => {
  const divide = () => preparing.query('select 1 / $1::int as result', [0], { prepare: true });
  await expect(divide()).rejects.toThrow('division by zero');
  await expect(divide()).rejects.toThrow('division by zero');
  expect(await lookUp(preparing, 0)).toEqual([{ id: 0 }]);
});
