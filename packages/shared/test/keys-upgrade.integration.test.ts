import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseOrders, requestErasures } from '../src/ledger/erase.ts';
import { placeOrders } from '../src/ledger/place.ts';
import { newOrderId, orderIdFromUuid, orderIdToUuid } from '../src/order/order-id.ts';
import { statementsOf } from '../src/platform/migrate.ts';
import { actor, createLedgerContext, draft, type LedgerContext } from './support/ledger-context.ts';

/** The keys of orders while servers of the previous version, which store them with the orders, are still running. */

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const query = async (sql: string, values: unknown[] = []) =>
  (await ledger.context.postgres.query(sql, values)).rows;

/** What the previous version executes. @returns the ids of those that it has placed */
async function placeAsBefore(...requests: { key: string; customer: string | null; id?: string }[]) {
  const rows = await query(
    `insert into orders (id, customer_id, amount, currency, created_at, expires_at, idempotency_key, idempotency_digest)
     select id, customer, 100, 'EUR', now(), now() + interval '1 hour', key, 'digest'
     from json_to_recordset($1) as asked(ord int, id uuid, customer text, key text) order by key, customer, ord
     on conflict (idempotency_key, customer_id) where idempotency_key is not null do nothing
     returning id`,
    [
      JSON.stringify(
        requests.map((each, ord) => ({ ...each, ord, id: orderIdToUuid(each.id ?? newOrderId()) })),
      ),
    ],
  );
  return rows.map(({ id }) => orderIdFromUuid(id as string));
}

/** The order that the previous version finds by a key. */
async function knownBefore(key: string, customer: string | null) {
  const [row] = await query(
    `select id, idempotency_digest as digest from orders
     where idempotency_key = $1 and customer_id is not distinct from $2`,
    [key, customer],
  );
  return row && { id: orderIdFromUuid(row.id as string), digest: row.digest as string };
}

async function placeNow(key: string, customerId: string | null) {
  const [verdict] = await placeOrders(ledger.postgres, [
    draft({ customerId, idempotency: { key, digest: 'digest' } }),
  ]);
  if (!verdict || verdict instanceof Error || !('order' in verdict)) throw new Error('not placed');
  return { outcome: verdict.outcome, id: verdict.order.id };
}

const migration = new URL('../migrations/0025_idempotency_keys_of_before.sql', import.meta.url);
async function copyKeys(): Promise<void> {
  for (const statement of statementsOf(await readFile(migration, 'utf8'))) await query(statement);
}

describe.each([
  ['a customer', 'cus_1'],
  ['no customer', null],
])('a key of %s', (who, customer) => {
  test('that old code has taken is known to new code', async () => {
    const [id] = await placeAsBefore({ key: `${who} 1`, customer });
    expect(await placeNow(`${who} 1`, customer)).toEqual({ outcome: 'replayed', id });
    expect(await knownBefore(`${who} 1`, customer)).toMatchObject({ id });
  });

  test('that new code has taken is known to old code', async () => {
    const { id } = await placeNow(`${who} 2`, customer);
    expect(await placeAsBefore({ key: `${who} 2`, customer })).toEqual([]);
    expect(await knownBefore(`${who} 2`, customer)).toEqual({ id, digest: 'digest' });
    expect(await placeAsBefore({ key: `${who} 2`, customer })).toEqual([]);
  });

  test('creates one order when old code asks several times in a set', async () => {
    const request = { key: `${who} 3`, customer };
    expect(await placeAsBefore(request, request, request)).toHaveLength(1);
  });

  test('from before the upgrade is copied, once, and replayed by both', async () => {
    await query('alter table orders disable trigger user');
    const [id] = await placeAsBefore({ key: `${who} 4`, customer });
    await query('alter table orders enable trigger user');
    // Not copied yet.
    expect(await placeAsBefore({ key: `${who} 4`, customer })).toEqual([]);
    await copyKeys();
    await copyKeys();
    expect(await placeNow(`${who} 4`, customer)).toEqual({ outcome: 'replayed', id });
    expect(await placeAsBefore({ key: `${who} 4`, customer })).toEqual([]);
    expect(await knownBefore(`${who} 4`, customer)).toMatchObject({ id });
  });
});

test('one key makes one order, while old and new code use it at the same moment', async () => {
  const keys = Array.from({ length: 40 }, (_, number) => `at once ${number}`);
  await Promise.all(
    keys.flatMap((key) => [
      placeNow(key, 'cus_1'),
      placeAsBefore({ key, customer: 'cus_1' }),
      placeNow(key, 'cus_1'),
      placeAsBefore({ key, customer: 'cus_1' }),
    ]),
  );
  const [{ orders, known }] = (await query(
    `select count(*)::int as known, (select count(*)::int from orders where id in (
       select order_id from idempotency_keys where key like 'at once %')) as orders
     from idempotency_keys where key like 'at once %'`,
  )) as [{ orders: number; known: number }];
  expect({ orders, known }).toEqual({ orders: keys.length, known: keys.length });
  const stray = await query(
    `select id from orders where idempotency_key like 'at once %'
       and id not in (select order_id from idempotency_keys)`,
  );
  expect(stray).toEqual([]);
});

test('an erased order has no key, whichever version erases it', async () => {
  const ids = [(await placeNow('erased 1', 'cus_2')).id, (await placeNow('erased 2', 'cus_2')).id];
  const uuids = ids.map(orderIdToUuid);
  await query(
    `update orders set status = 'cancelled', cancelled_at = now(), cancel_reason = 'backend'
               where id = any($1)`,
    [uuids],
  );
  await requestErasures(ledger.postgres, { customerId: 'cus_2', actor, after: null, limit: 10 });
  await query('delete from erasures where order_id = $1', [uuids[0]]);
  expect(await eraseOrders(ledger.postgres, ids)).toEqual([ids[1]]);
  expect(await query('select from idempotency_keys where order_id = any($1)', [uuids])).toEqual([]);
});
