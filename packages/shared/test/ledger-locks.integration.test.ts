import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { expireOrders } from '../src/ledger/expire.ts';
import { payOrders } from '../src/ledger/pay.ts';
import { readTimeline } from '../src/ledger/read.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { createLedgerContext, ledgerApplication, type LedgerContext } from './support/ledger-context.ts';

/*
 * A statement that has to wait for a row sees the older version in its snapshot, and gets the newer
 * one with the lock. The newer one is what it must decide on.
 */
let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const changes = {
  'cancelled by the customer': `status = 'cancelled', cancelled_at = now(), cancel_reason = 'customer'`,
  'cancelled as expired': `status = 'cancelled', cancelled_at = now(), cancel_reason = 'expired'`,
  'paid by pay_1': `status = 'paid', paid_at = now(), payment_reference = 'pay_1'`,
  'given another hour': `expires_at = now() + interval '1 hour'`,
  'due a second ago': `created_at = now() - interval '1 hour', expires_at = now() - interval '1 second'`,
};
type Change = keyof typeof changes;

/** Begins to change an order, lets `act` run into it, and then ends the change. */
async function whileBeing<Result>(
  change: Change,
  id: string,
  act: () => Promise<Result>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<Result> {
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    const [uuid, set] = [orderIdToUuid(id), `${changes[change]}, version = version + 1`];
    await client.query(`update orders set ${set} where id = $1`, [uuid]);
    await client.query(
      `insert into order_events (order_id, sequence, type, data, occurred_at) values ($1, 2, 'test', '{}', now())`,
      [uuid],
    );
    const [result] = await Promise.all([act(), until(isSomebodyWaiting).then(() => client.query(end))]);
    return result;
  } finally {
    client.release(true);
  }
}

async function isSomebodyWaiting(): Promise<boolean> {
  const { rowCount } = await ledger.context.postgres.query(
    `select from pg_stat_activity
     where datname = current_database() and application_name = $1 and wait_event_type = 'Lock'`,
    [ledgerApplication],
  );
  return rowCount === 1;
}

async function placeOverdue(): Promise<string> {
  const { id } = await ledger.place();
  await ledger.makeOverdue([id]);
  return id;
}

const payment = (id: string, paymentReference = 'pay_2') => ({ id, paymentReference, amount: null });
const pay = (id: string, reference?: string) => async () =>
  (await payOrders(ledger.postgres, [payment(id, reference)]))[0];
const cancel = (id: string) => async () =>
  (await cancelOrders(ledger.postgres, [{ id, by: 'customer', note: null }]))[0];
const expire = (id: string) => async () => (await expireOrders(ledger.postgres, [id]))[0];
const eventTypes = async (id: string) => (await readTimeline(ledger.postgres, id)).map(({ type }) => type);

test('a payment that waited for a longer deadline is accepted, and really written', async () => {
  const id = await placeOverdue();
  const verdict = await whileBeing('given another hour', id, pay(id));
  expect(verdict).toMatchObject({ outcome: 'paid', order: { status: 'paid', version: 3 } });
  expect(await ledger.read(id)).toMatchObject({ status: 'paid', version: 3, paidAt: expect.any(Date) });
  expect(await eventTypes(id)).toEqual(['order.placed', 'test', 'order.paid']);
});

test.each<[Change, outcome: string, status: string]>([
  ['due a second ago', 'order_expired', 'pending'],
  ['cancelled by the customer', 'order_cancelled', 'cancelled'],
  ['cancelled as expired', 'order_expired', 'cancelled'],
  ['paid by pay_1', 'order_already_paid', 'paid'],
])(
  'a payment that waited for an order being %s is answered %s, and its money is to be refunded',
  async (change, outcome, status) => {
    const { id } = await ledger.place();
    const verdict = await whileBeing(change, id, pay(id));
    expect(verdict).toMatchObject({ outcome, order: { status, version: 3 } });
    expect(await eventTypes(id)).toEqual(['order.placed', 'test', 'payment.refund_required']);
  },
);

test('a payment that waited for itself is answered already_paid', async () => {
  const { id } = await ledger.place();
  expect(await whileBeing('paid by pay_1', id, pay(id, 'pay_1'))).toMatchObject({ outcome: 'already_paid' });
});

test('a payment that waited for a change that was taken back is accepted', async () => {
  const { id } = await ledger.place();
  const verdict = await whileBeing('cancelled by the customer', id, pay(id), 'rollback');
  expect(verdict).toMatchObject({ outcome: 'paid', order: { status: 'paid', version: 2 } });
  expect(await eventTypes(id)).toEqual(['order.placed', 'order.paid']);
});

test('the others of a set that waited are decided, too', async () => {
  const [a, b, c] = (await ledger.placeMany(3)) as [string, string, string];
  const verdicts = await whileBeing('cancelled by the customer', b, () =>
    payOrders(ledger.postgres, [payment(c), payment(b), payment(a)]),
  );
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['paid', 'order_cancelled', 'paid']);
});

test.each<[Change, outcome: string, cancelReason: string | null]>([
  ['paid by pay_1', 'order_already_paid', null],
  ['cancelled as expired', 'already_cancelled', 'expired'],
  ['due a second ago', 'cancelled', 'expired'],
])(
  'a cancellation that waited for an order being %s is answered %s',
  async (change, outcome, cancelReason) => {
    const { id } = await ledger.place();
    expect(await whileBeing(change, id, cancel(id))).toMatchObject({ outcome, order: { cancelReason } });
    expect(await ledger.read(id)).toMatchObject({ cancelReason });
  },
);

test('a cancellation that waited for a longer deadline is the customer’s, not the deadline’s', async () => {
  const id = await placeOverdue();
  const verdict = await whileBeing('given another hour', id, cancel(id));
  expect(verdict).toMatchObject({ outcome: 'cancelled', order: { cancelReason: 'customer', version: 3 } });
});

test('an expiry that waited for a payment leaves the order paid', async () => {
  const id = await placeOverdue();
  const verdict = await whileBeing('paid by pay_1', id, expire(id));
  expect(verdict).toEqual({ outcome: 'settled', remainingMs: 0, latenessMs: null });
  expect(await ledger.read(id)).toMatchObject({ status: 'paid', version: 2 });
});

test('an expiry that waited for a longer deadline is told how long is left', async () => {
  const id = await placeOverdue();
  const verdict = await whileBeing('given another hour', id, expire(id));
  expect(verdict?.outcome).toBe('not_due');
  expect(verdict?.remainingMs).toBeGreaterThan(3_590_000);
  expect(verdict?.remainingMs).toBeLessThanOrEqual(3_600_000);
  expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 2 });
});

test('an expiry that waited for the deadline to be moved up expires the order', async () => {
  const { id } = await ledger.place();
  expect(await whileBeing('due a second ago', id, expire(id))).toMatchObject({ outcome: 'expired' });
  expect(await eventTypes(id)).toEqual(['order.placed', 'test', 'order.cancelled']);
});
