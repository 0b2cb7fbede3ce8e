import { createLedger } from '@order-countdown/shared/ledger/ledger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '../support/postgres.ts';
import { sequentialScans } from '../support/query-plans.ts';
import { quickest } from '../support/quickest.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

describe('GET /v1/orders', () => {
  const ids: string[] = [];
  const list = async (query: string) => (await system.client.get(`/v1/orders?${query}`)).body;
  const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id);

  beforeAll(async () => {
    for (let count = 0; count < 25; count++) {
      const { body } = await system.client.place({ customerId: count % 2 === 0 ? 'even' : 'odd' });
      ids.unshift(body.id);
      if (count % 5 === 0) await system.client.post(`/v1/orders/${body.id}/pay`);
    }
  });

  test('pages list orders newest first, and the last page has no cursor', async () => {
    const first = await list('limit=10');
    const second = await list(`limit=10&cursor=${first.nextCursor}`);
    const third = await list(`limit=10&cursor=${second.nextCursor}`);
    expect([first, second, third].flatMap(idsOf)).toEqual(ids);
    expect(third.nextCursor).toBeNull();
  });

  test('a last page that is exactly full has no cursor', async () => {
    const first = await list('limit=5');
    const rest = await list(`limit=${ids.length - 5}&cursor=${first.nextCursor}`);
    expect(idsOf(rest)).toEqual(ids.slice(5));
    expect(rest.nextCursor).toBeNull();
    expect((await list(`limit=${ids.length}`)).nextCursor).toBeNull();
  });

  test('pages neither miss nor repeat an order when another is placed in between', async () => {
    const first = await list('limit=10');
    const { body: newest } = await system.client.place();
    const second = await list(`limit=10&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual(ids.slice(10, 20));
    ids.unshift(newest.id);
  });

  test('filters by status and customer select exactly the matching orders', async () => {
    const paid = await list('status=paid&limit=100');
    expect(paid.data).toHaveLength(5);
    expect(paid.data.every(({ status }: { status: string }) => status === 'paid')).toBe(true);
    const odd = await list('customerId=odd&status=paid');
    expect(odd.data).toHaveLength(2);
    expect(await list('customerId=nobody')).toEqual({ data: [], nextCursor: null });
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=1.0', 'limit'],
    ['limit=%2B5', 'limit'],
    ['limit=%205', 'limit'],
    ['limit=', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['status=lost', 'status'],
    ['cursor=AAAA', 'cursor'],
    ['cursor=%00', 'cursor'],
    ['customerId=', 'customerId'],
    ['stauts=paid', 'stauts'],
  ])('the query ?%s is refused', async (query, path) => {
    const answer = await system.client.get(`/v1/orders?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});

test('a page of 200,000 orders is read by an index, with any filter', async () => {
  const { postgres: pool, databaseUrl } = system.context;
  await pool.query(`
    insert into orders (id, customer_id, status, amount, currency, created_at, expires_at, paid_at)
    select uuidv7(), 'cus_' || (n % 50000), 'paid', 100, 'EUR', now(), now() + interval '30 min', now()
    from generate_series(1, 200000) as n`);
  await pool.query('analyze orders');

  const statements: { text: string; values: readonly unknown[] }[] = [];
  const postgres = openPostgres(databaseUrl);
  const recording: Postgres = {
    ...postgres,
    query: (text, values = []) => {
      statements.push({ text, values });
      return postgres.query(text, values);
    },
  };
  const ledger = createLedger(recording);
  const firstPage = { status: null, customerId: null, limit: 100, after: null };
  const { next } = await ledger.list(firstPage);
  await ledger.list({ ...firstPage, after: next });
  await ledger.list({ ...firstPage, customerId: 'cus_7' });
  await ledger.list({ ...firstPage, status: 'pending' });
  await ledger.list({ ...firstPage, status: 'paid', after: next });
  await ledger.list({ ...firstPage, customerId: 'cus_7', status: 'paid', after: next });
  await postgres.close();

  for (const { text, values } of statements) {
    const executionMs = async () => {
      const { rows } = await pool.query(`explain (analyze, format json) ${text}`, [...values]);
      const [{ Plan: plan, 'Execution Time': ms }] = rows[0]['QUERY PLAN'];
      expect(sequentialScans([plan]), text).not.toContain('orders_before');
      return Number(ms);
    };
    expect(await quickest(50, executionMs), text).toBeLessThan(50);
  }
  expect(statements).toHaveLength(6);
}, 120_000);
