import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetKeys } from '../src/ledger/forget-keys.ts';
import { placeOrders } from '../src/ledger/place.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { createLedgerContext, draft, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const never = new AbortController().signal;

async function place(key: string): Promise<{ id: string; outcome: string }> {
  const [verdict] = await placeOrders(ledger.postgres, [draft({ idempotency: { key, digest: 'digest' } })]);
  if (!verdict || verdict instanceof Error || !('order' in verdict)) throw new Error('not placed');
  return { id: verdict.order.id, outcome: verdict.outcome };
}

/** Makes the key of an order as old as if it had been placed then, with an id of that time. */
async function age(id: string, interval: string): Promise<void> {
  await ledger.context.postgres.query(
    `update idempotency_keys
     set created_at = now() - $2::interval, order_id = uuid_v7(now() - $2::interval) where order_id = $1`,
    [orderIdToUuid(id), interval],
  );
}

test('keys are kept without a limit', async () => {
  const first = await place('kept');
  await age(first.id, '10 years');
  expect(await forgetKeys(ledger.postgres, undefined, never)).toBe(0);
});

test('keys of orders that were placed more than so many hours ago are forgotten, and place another order', async () => {
  await ledger.context.postgres.query('delete from idempotency_keys');
  const [old, young] = [await place('old'), await place('young')];
  await age(old.id, '24 hours 1 second');
  await ledger.context.postgres.query(
    `update idempotency_keys set created_at = now() - interval '23 hours 59 minutes' where order_id = $1`,
    [orderIdToUuid(young.id)],
  );
  expect(await forgetKeys(ledger.postgres, 24, never)).toBe(1);
  expect(await place('young')).toMatchObject({ outcome: 'replayed' });
  expect(await place('old')).toMatchObject({ outcome: 'placed' });
  expect(await ledger.read(old.id)).toMatchObject({ id: old.id, status: 'pending' });
});

test("the database's clock decides, whatever time the id of the order says", async () => {
  const fromThePast = await place('skewed');
  await age(fromThePast.id, '48 hours');
  await ledger.context.postgres.query(`update idempotency_keys set created_at = now() where key = 'skewed'`);
  expect(await forgetKeys(ledger.postgres, 24, never)).toBe(0);
});
