import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../../test/support/postgres.ts';
import { until } from '../../../test/support/until.ts';
import { auditDays, purgeAudit } from '../src/audit/entries.ts';
import { createAuditLog } from '../src/audit/log.ts';
import { LedgerUnavailable } from '../src/platform/errors.ts';
import { createLogger } from '../src/platform/logger.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { createTestContext, type TestContext } from './support/context.ts';

let context: TestContext;
let postgres: Postgres;

beforeAll(async () => {
  context = await createTestContext();
  postgres = openPostgres(context.databaseUrl);
});
afterAll(async () => {
  await postgres.close();
  await context.close();
});

const entry = {
  event: 'change',
  who: 'operator',
  role: 'operator',
  address: '127.0.0.1',
  method: 'POST',
  path: '/admin/api/orders',
  target: null,
  status: 200,
} as const;

/** The log of a process, over a Postgres that can be away. */
function openLog() {
  const state = { isAway: false, dropped: 0, refused: 0 };
  const log = createAuditLog({
    postgres: {
      ...postgres,
      query(...statement: Parameters<Postgres['query']>) {
        if (!state.isAway) return postgres.query(...statement);
        state.refused += 1;
        return Promise.reject(new LedgerUnavailable(new Error('away')));
      },
    },
    logger: createLogger('test', 'silent'),
    onDropped: (count) => (state.dropped += count),
  });
  const countOf = async (who: string) => {
    const { rows } = await context.postgres.query('select count(*)::int from audit_entries where who = $1', [
      who,
    ]);
    return rows[0].count as number;
  };
  return { log, state, countOf };
}

test('entries wait for Postgres, as many as a thousand', async () => {
  const { log, state, countOf } = openLog();
  state.isAway = true;
  for (let count = 0; count < 1_010; count += 1) log.record({ ...entry, who: 'patient' });
  await until(() => state.refused > 0);
  expect(state.dropped).toBe(10);
  state.isAway = false;
  await until(async () => (await countOf('patient')) === 1_000);
  await log.close();
  expect(state.dropped).toBe(10);
});

test('what waits is written before the process ends, or counted', async () => {
  const { log, countOf } = openLog();
  log.record({ ...entry, who: 'last' });
  await log.close();
  await log.close();
  expect(await countOf('last')).toBe(1);

  const away = openLog();
  away.state.isAway = true;
  away.log.record({ ...entry, who: 'lost' });
  await away.log.close();
  expect(away.state.dropped).toBe(1);
});

test('strangers fill the table with 60 entries a minute at most', async () => {
  const { log, state, countOf } = openLog();
  for (let count = 0; count < 100; count += 1) {
    log.record({ ...entry, event: 'sign_in_failed', who: 'stranger', role: null });
  }
  log.record({ ...entry, who: 'resident' });
  await log.close();
  expect([await countOf('stranger'), await countOf('resident'), state.dropped]).toEqual([60, 1, 40]);
});

test('entries that are too old are deleted', async () => {
  const insert =
    'insert into audit_entries (at, event, who, method, path) values (now() - $1::interval, $2, $3, $4, $5)';
  for (const days of [auditDays - 1, auditDays + 1]) {
    await context.postgres.query(insert, [`${days} days`, 'change', 'old', 'POST', '/']);
  }
  expect(await purgeAudit(postgres, new AbortController().signal)).toBe(1);
  const { rows } = await context.postgres.query(`select from audit_entries where who = 'old'`);
  expect(rows).toHaveLength(1);
});
