import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOrders, type OrderDraft, type PlaceVerdict } from '../src/ledger/place.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { openPostgres } from '../../../test/support/postgres.ts';
import { createLedgerContext, draft, type LedgerContext } from './support/ledger-context.ts';

/** Two pools of connections, as two processes have. */
let ledger: LedgerContext;
let elsewhere: Postgres;

beforeAll(async () => {
  ledger = await createLedgerContext();
  elsewhere = openPostgres(ledger.context.databaseUrl);
});
afterAll(async () => {
  await elsewhere.close();
  await ledger.close();
});

let keys = 0;
const newKey = () => `key-${(keys += 1)}`;
const keyed = (key: string, digest = 'digest', overrides: Partial<OrderDraft> = {}) =>
  draft({ ...overrides, idempotency: { key, digest } });

/** What an order's id has of its draft's: all but the time, which is the database's. */
const tailOf = (id: string) => id.slice(-16);

/** Places a set of drafts. @returns the outcome of each, with what its order's id has of the draft's */
async function place(
  drafts: OrderDraft[],
  postgres = ledger.postgres,
): Promise<[outcome: string, id?: string][]> {
  const verdicts = await placeOrders(postgres, drafts);
  return verdicts.map((verdict) => {
    if (verdict instanceof Error) throw verdict;
    return 'order' in verdict ? [verdict.outcome, tailOf(verdict.order.id)] : [verdict.outcome];
  });
}

async function ordersWith(key: string): Promise<{ id: string; events: number }[]> {
  const { rows } = await ledger.context.postgres.query(
    `select order_id as id, (select count(*)::int from order_events where order_id = taken.order_id) as events
     from idempotency_keys taken where key = $1`,
    [key],
  );
  return rows as { id: string; events: number }[];
}

const placed: PlaceVerdict['outcome'] = 'placed';
const replayed: PlaceVerdict['outcome'] = 'replayed';
const reused: PlaceVerdict['outcome'] = 'idempotency_key_reused';

test('several copies of a request in one set create one order, with the first one’s random part', async () => {
  const key = newKey();
  const drafts = [keyed(key), draft(), keyed(key), keyed(key, 'another digest'), keyed(key)];
  const [first, alone] = drafts;
  expect(await place(drafts)).toEqual([
    [placed, tailOf(first!.id)],
    [placed, tailOf(alone!.id)],
    [replayed, tailOf(first!.id)],
    [reused],
    [replayed, tailOf(first!.id)],
  ]);
  expect(await ordersWith(key)).toMatchObject([{ events: 1 }]);
});

test('a repeated request gets its order as it is now', async () => {
  const key = newKey();
  const { id } = await ledger.place(keyed(key));
  await ledger.makeOverdue([id]);
  expect(await place([keyed(key), keyed(key, 'another digest')])).toEqual([[replayed, tailOf(id)], [reused]]);
  const [again] = await placeOrders(ledger.postgres, [keyed(key)]);
  expect(again).toMatchObject({ outcome: replayed, order: { remainingMs: 0, version: 1 } });
});

test('customers can use the same key, and so can orders without a customer', async () => {
  const key = newKey();
  const owners = ['cus_1', 'cus_2', null].map((customerId) => keyed(key, 'digest', { customerId }));
  expect(await place(owners)).toEqual(owners.map(({ id }) => [placed, tailOf(id)]));
  const again = ['cus_1', 'cus_2', null].map((customerId) => keyed(key, 'digest', { customerId }));
  expect(await place(again)).toEqual(owners.map(({ id }) => [replayed, tailOf(id)]));
});

test('concurrent sets with the same keys in opposite order create one order per key', async () => {
  for (let round = 0; round < 100; round += 1) {
    const names = Array.from({ length: 10 }, newKey);
    const all = await Promise.all(
      [ledger.postgres, elsewhere, ledger.postgres, elsewhere].map((postgres, index) => {
        const inItsOrder = index % 2 === 0 ? names : names.toReversed();
        return place(
          inItsOrder.map((key) => keyed(key)),
          postgres,
        ).then((answers) => (index % 2 === 0 ? answers : answers.toReversed()));
      }),
    );
    for (const index of names.keys()) {
      const answers = all.map((set) => set[index]!);
      expect(answers.map(([outcome]) => outcome).toSorted()).toEqual([placed, replayed, replayed, replayed]);
      expect(new Set(answers.map(([, id]) => id)).size).toBe(1);
    }
  }
});
