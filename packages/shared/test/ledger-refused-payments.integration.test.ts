import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../src/ledger/ledger.ts';
import type { PayCommand } from '../src/ledger/pay.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { openPostgres } from '../../../test/support/postgres.ts';
import { lookUpsIn, plansOf } from '../../../test/support/query-plans.ts';
import { actor, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { payOrders } from './support/decide.ts';

const maxRefused = 3;
const customer = 'cus_42';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

async function placeCancelled(): Promise<string> {
  const { id } = await ledger.place();
  await cancelOrders(ledger.postgres, [{ actor, id, by: 'customer', note: null }]);
  return id;
}

const payBy = (owner: string | null, id: string, paymentReference: string | null): PayCommand => ({
  actor,
  id,
  paymentReference,
  amount: null,
  owner,
  maxRefused,
});
const pays = (id: string, ...references: (string | null)[]) =>
  references.map((reference) => payBy(customer, id, reference));
const backendPays = (id: string, reference: string) => payBy(null, id, reference);

const outcomesOf = async (commands: readonly PayCommand[]) =>
  (await payOrders(ledger.postgres, commands)).map(({ outcome }) => outcome);

/** The references of the refused payments that are recorded, in order; each has its event. */
async function recorded(id: string): Promise<string[]> {
  const { rows } = await ledger.context.postgres.query<{ reference: string }>(
    `select data->>'paymentReference' as reference from order_events
     where order_id = $1 and type = 'payment.refund_required' order by sequence`,
    [orderIdToUuid(id)],
  );
  const payments = await ledger.context.postgres.query<{ reference: string }>(
    `select reference from payments where order_id = $1 and outcome <> 'accepted'`,
    [orderIdToUuid(id)],
  );
  const references = rows.map(({ reference }) => reference);
  expect(payments.rows.map(({ reference }) => reference).toSorted()).toEqual(references.toSorted());
  return references;
}

const refused = 'order_cancelled';
const tooMany = 'too_many_refused_payments';

test('refused payments of a customer are recorded up to the limit, one after the other', async () => {
  const id = await placeCancelled();
  for (const reference of ['a', 'b', 'c']) expect(await outcomesOf(pays(id, reference))).toEqual([refused]);
  expect(await outcomesOf(pays(id, 'd'))).toEqual([tooMany]);
  expect(await recorded(id)).toEqual(['a', 'b', 'c']);
});

test('refused payments of a customer are recorded up to the limit within a set', async () => {
  const [here, there] = [await placeCancelled(), await placeCancelled()];
  expect(
    await outcomesOf([
      ...pays(here, 'a', 'a', 'b'),
      ...pays(there, 'a'),
      ...pays(here, 'c', 'd', 'e', 'd', 'b'),
    ]),
  ).toEqual([refused, refused, refused, refused, refused, tooMany, tooMany, tooMany, refused]);
  expect(await recorded(here)).toEqual(['a', 'b', 'c']);
  expect(await recorded(there)).toEqual(['a']);
});

test('repeating a recorded payment, or sending no reference, is answered as before at the limit', async () => {
  const id = await placeCancelled();
  await outcomesOf(pays(id, 'a', 'b', 'c'));
  expect(await outcomesOf(pays(id, 'b', null, 'd', 'c'))).toEqual([refused, refused, tooMany, refused]);
  expect(await recorded(id)).toEqual(['a', 'b', 'c']);
});

test('refused payments of a backend are always recorded, and count', async () => {
  const id = await placeCancelled();
  const five = ['a', 'b', 'c', 'd', 'e'];
  expect(await outcomesOf(five.map((reference) => backendPays(id, reference)))).toEqual(
    five.map(() => refused),
  );
  expect(await outcomesOf(pays(id, 'f', 'a'))).toEqual([tooMany, refused]);
  expect(await recorded(id)).toEqual(five);
});

test('a payment that a customer could not record is recorded when a backend confirms it in the same set', async () => {
  const id = await placeCancelled();
  await outcomesOf(pays(id, 'a', 'b', 'c'));
  expect(await outcomesOf([...pays(id, 'd'), backendPays(id, 'd'), ...pays(id, 'd', 'e')])).toEqual([
    tooMany,
    refused,
    refused,
    tooMany,
  ]);
  expect(await recorded(id)).toEqual(['a', 'b', 'c', 'd']);
});

test('a payment that can be accepted is accepted, however many were refused', async () => {
  const { id } = await ledger.place();
  // A failover can set the clock back: the order had late payments, and can be paid again.
  await ledger.context.postgres.query(
    `insert into payments select $1, 'late_' || n, 1, 'late', now() from generate_series(1, 50) n`,
    [orderIdToUuid(id)],
  );
  expect(await outcomesOf(pays(id, 'other', 'in_time'))).toEqual(['paid', tooMany]);
});

test('payments that are accepted read none of the earlier payments', async () => {
  const ids = await ledger.placeMany(20);
  const plans = await plansOf(
    ledger.postgres,
    (postgres) =>
      payOrders(
        postgres,
        ids.map((id) => payBy(customer, id, 'accepted')),
      ),
    'analyze',
  );
  expect(lookUpsIn(plans, 'payments')).toBe(0);
  // Proof that look-ups are counted.
  const again = await plansOf(
    ledger.postgres,
    (postgres) => payOrders(postgres, pays(ids[0]!, 'another')),
    'analyze',
  );
  expect(lookUpsIn(again, 'payments')).toBeGreaterThan(0);
  expect(await outcomesOf(pays(ids[0]!, 'accepted'))).toEqual(['already_paid']);
});

test('a customer cannot learn of the limit of an order of somebody else', async () => {
  const id = await placeCancelled();
  await outcomesOf(pays(id, 'a', 'b', 'c'));
  expect(await outcomesOf([payBy('cus_1', id, 'd')])).toEqual(['not_found']);
});

test('concurrent payments through two processes do not exceed the limit', async () => {
  const otherPostgres = openPostgres(ledger.context.databaseUrl);
  const processes = [createLedger(ledger.postgres), createLedger(otherPostgres)];
  for (let round = 0; round < 20; round += 1) {
    const id = await placeCancelled();
    const verdicts = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        processes[index % 2]!.pay(payBy(customer, id, `pay_${index}`)),
      ),
    );
    expect(verdicts.filter(({ outcome }) => outcome === refused)).toHaveLength(maxRefused);
    expect(verdicts.filter(({ outcome }) => outcome === tooMany)).toHaveLength(40 - maxRefused);
    expect(await recorded(id)).toHaveLength(maxRefused);
  }
  await otherPostgres.close();
});
