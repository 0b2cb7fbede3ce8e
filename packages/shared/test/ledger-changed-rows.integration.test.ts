import { afterAll, beforeAll, expect, test } from 'vitest';
import * as support from '../../../test/support/while-changing.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { recordRefund } from '../src/ledger/refund.ts';
import { listRefunds } from '../src/ledger/refunds.ts';
import { readOrders } from '../src/ledger/read.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import {
  actor,
  createLedgerContext,
  expiries,
  ledgerApplication,
  type LedgerContext,
} from './support/ledger-context.ts';
import { expireOrders, payOrders } from './support/decide.ts';

/*
 * A row that changes while a set is being locked has Postgres look it up again, and then go on with the rest of the set. With
 * several partitions, Postgres 18 must not choose among them by the id then: it has freed what it chooses with.
 */
let ledger: LedgerContext;
/** Runs sets that wait for held rows instead of leaving them out, so that a row can change in just that moment. */
let waiting: Postgres;

beforeAll(async () => {
  ledger = await createLedgerContext();
  await ledger.context.postgres.query('select make_partitions(366)');
  waiting = {
    ...ledger.postgres,
    query: (text, ...values) => ledger.postgres.query(text.replace(', false)', ', true)'), ...values),
  };
});
afterAll(() => ledger.close());

/** Makes a change to an order, or to what belongs to it, while `act` waits for that. */
const whileChanging = <Result>(statement: string, id: string, act: () => Promise<Result>): Promise<Result> =>
  support.whileChanging(
    { pool: ledger.context.postgres, application: ledgerApplication, statement, uuid: orderIdToUuid(id) },
    act,
  );

const extension = `
with extended as (update orders set version = version + 1 where id = $1 returning *)
insert into order_events (order_id, sequence, type, data, occurred_at)
select id, version, 'order.extended', '{}', now() from extended`;

/** An id that no order has, next to that of an order. */
const withoutOrder = (id: string) => `${id.slice(0, -1)}${id.endsWith('z') ? 'y' : 'z'}`;

type Decide = (postgres: Postgres, ids: string[]) => Promise<readonly { outcome: string }[]>;

test.each<[string, Decide, outcome: string, status: string]>([
  [
    'paid',
    (postgres, ids) =>
      payOrders(
        postgres,
        ids.map((id) => ({ actor, id, paymentReference: 'pay_1', amount: null })),
      ),
    'paid',
    'paid',
  ],
  [
    'refused',
    (postgres, ids) =>
      payOrders(
        postgres,
        ids.map((id) => ({ actor, id, paymentReference: 'pay_1', amount: 1 })),
      ),
    'amount_mismatch',
    'pending',
  ],
  [
    'cancelled',
    (postgres, ids) =>
      cancelOrders(
        postgres,
        ids.map((id) => ({ actor, id, by: 'customer', note: null })),
      ),
    'cancelled',
    'cancelled',
  ],
  ['asked about', (postgres, ids) => expireOrders(postgres, expiries(ids)), 'not_due', 'pending'],
])('a set of orders is %s, one of which changes meanwhile', async (_, decide, outcome, status) => {
  const known = (await ledger.placeMany(20)).toSorted();
  const verdicts = await whileChanging(extension, known[0]!, () =>
    decide(waiting, known.toSpliced(10, 0, ...known.slice(9, 10).map(withoutOrder))),
  );
  expect(
    verdicts
      .toSpliced(10, 1)
      .slice(1)
      .map((verdict) => verdict.outcome),
  ).toEqual(known.slice(1).map(() => outcome));
  const orders = await readOrders(ledger.postgres, known);
  expect(orders.slice(1).map((order) => order?.status)).toEqual(known.slice(1).map(() => status));
});

test('a refund is recorded whose payment changes meanwhile', async () => {
  const { id } = await ledger.place();
  await cancelOrders(ledger.postgres, [{ actor, id, by: 'backend', note: null }]);
  await payOrders(ledger.postgres, [{ actor, id, paymentReference: 'late', amount: null }]);
  const query = { status: null, orderId: id, customerId: null, limit: 1, after: null };
  const { refunds } = await listRefunds(ledger.postgres, query);
  const change = 'update payments set amount = amount where order_id = $1';
  const verdict = await whileChanging(change, id, () =>
    recordRefund(ledger.postgres, { id: refunds[0]!.id, actor, refundReference: 're_1' }),
  );
  expect(verdict).toMatchObject({ outcome: 'refunded', refund: { refundReference: 're_1' } });
  expect(await ledger.read(id)).toMatchObject({ refundDueAmount: 0, version: 4 });
});
