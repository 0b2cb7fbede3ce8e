import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { isWaitingForLock } from '../../../test/support/while-changing.ts';
import { createLedger, type Ledger } from '../src/ledger/ledger.ts';
import { readTimeline } from '../src/ledger/read.ts';
import { TransientError } from '../src/platform/errors.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import {
  actor,
  createLedgerContext,
  ledgerApplication,
  type LedgerContext,
} from './support/ledger-context.ts';
import { payOrders } from './support/decide.ts';

/*
 * A set leaves out the rows that another transaction holds. Their commands wait alone, and decide on the version that
 * the other transaction leaves behind.
 */
let ledger: LedgerContext;
let decider: Ledger;

beforeAll(async () => {
  ledger = await createLedgerContext();
  decider = createLedger(ledger.postgres);
});
afterAll(() => ledger.close());

const changes = {
  'cancelled by the customer': `status = 'cancelled', cancelled_at = now(), cancel_reason = 'customer'`,
  'cancelled as expired': `status = 'cancelled', cancelled_at = now(), cancel_reason = 'expired'`,
  'paid by pay_1': `status = 'paid', paid_at = now(), payment_reference = 'pay_1'`,
  'given another hour': `expires_at = now() + interval '1 hour'`,
  'sent its reminder': `remind_at = null`,
  'due a second ago': `created_at = now() - interval '1 hour', expires_at = now() - interval '1 second'`,
};
type Change = keyof typeof changes;

/** Changes an order in a transaction, waits until `act` is blocked by it, then ends the transaction. */
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
      `insert into order_events (order_id, sequence, type, data, occurred_at) values ($1, 2, $2, '{}', now())`,
      [uuid, change === 'sent its reminder' ? 'order.expiring' : 'test'],
    );
    const [result] = await Promise.all([act(), until(isWaiting).then(() => client.query(end))]);
    return result;
  } finally {
    client.release(true);
  }
}

const isWaiting = () => isWaitingForLock(ledger.context.postgres, ledgerApplication);

async function placeOverdue(): Promise<string> {
  const { id } = await ledger.place();
  await ledger.makeOverdue([id]);
  return id;
}

const leadSeconds = 300;
const payment = (id: string, paymentReference = 'pay_2') => ({
  actor,
  id,
  paymentReference,
  amount: null,
});
const pay = (id: string, reference?: string) => () => decider.pay(payment(id, reference));
const cancel = (id: string) => () => decider.cancel({ actor, id, by: 'customer', note: null });
const expire = (id: string) => () => decider.expire({ id });
const extend = (id: string) => () => decider.extend({ actor, id, seconds: 60 }, leadSeconds);
const eventTypes = async (id: string) => (await readTimeline(ledger.postgres, id)).map(({ type }) => type);

test('a payment that waited for an extension is accepted and written', async () => {
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
  'a payment that waited for an order being %s is answered %s, and its refund is requested',
  async (change, outcome, status) => {
    const { id } = await ledger.place();
    const verdict = await whileBeing(change, id, pay(id));
    expect(verdict).toMatchObject({ outcome, order: { status, version: 3 } });
    expect(await eventTypes(id)).toEqual(['order.placed', 'test', 'payment.refund_required']);
  },
);

test('a payment that waited for the same payment is answered already_paid', async () => {
  const { id } = await ledger.place();
  expect(await whileBeing('paid by pay_1', id, pay(id, 'pay_1'))).toMatchObject({ outcome: 'already_paid' });
});

test('a payment that waited for a change that is rolled back is accepted', async () => {
  const { id } = await ledger.place();
  const verdict = await whileBeing('cancelled by the customer', id, pay(id), 'rollback');
  expect(verdict).toMatchObject({ outcome: 'paid', order: { status: 'paid', version: 2 } });
  expect(await eventTypes(id)).toEqual(['order.placed', 'order.paid']);
});

test('a set decides its other orders at once while one of them is held', async () => {
  const [a, b, c] = (await ledger.placeMany(3)) as [string, string, string];
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from orders where id = $1 for update', [orderIdToUuid(b)]);
    const verdicts = await payOrders(ledger.postgres, [payment(c), payment(b), payment(a)]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['paid', 'held', 'paid']);
  } finally {
    client.release(true);
  }
});

test('a command whose order stays held fails after about two seconds, and changes nothing', async () => {
  const { id } = await ledger.place();
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from orders where id = $1 for update', [orderIdToUuid(id)]);
    const startedAt = performance.now();
    const answers = await Promise.allSettled([1, 2, 3].map((number) => pay(id, `pay_${number}`)()));
    expect(performance.now() - startedAt).toBeLessThan(3_500);
    for (const answer of answers) expect(answer).toMatchObject({ reason: expect.any(TransientError) });
  } finally {
    client.release(true);
  }
  expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 1 });
});

test('many commands on one held order wait for it with one statement', async () => {
  const { id } = await ledger.place();
  let statements = 0;
  const counting = createLedger({
    ...ledger.postgres,
    query(text, values) {
      statements += 1;
      return ledger.postgres.query(text, values);
    },
  });
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from orders where id = $1 for update', [orderIdToUuid(id)]);
    const extensions = Array.from({ length: 20 }, () =>
      counting.extend({ actor, id, seconds: 60 }, leadSeconds),
    );
    const answers = await Promise.allSettled(extensions);
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  } finally {
    client.release(true);
  }
  // Each asked once, one of them waited, and some may have asked again before it did.
  expect(statements).toBeLessThan(80);
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

test('a cancellation that waited for an extension has the caller’s reason', async () => {
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

test('an expiry that waited for an extension reports the remaining time', async () => {
  const id = await placeOverdue();
  const verdict = await whileBeing('given another hour', id, expire(id));
  expect(verdict.outcome).toBe('not_due');
  expect(verdict.remainingMs).toBeGreaterThan(3_590_000);
  expect(verdict.remainingMs).toBeLessThanOrEqual(3_600_000);
  expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 2 });
});

test('an expiry that waited until the order was due cancels it', async () => {
  const { id } = await ledger.place();
  expect(await whileBeing('due a second ago', id, expire(id))).toMatchObject({ outcome: 'expired' });
  expect(await eventTypes(id)).toEqual(['order.placed', 'test', 'order.cancelled']);
});

test.each<[Change, outcome: string, version: number]>([
  ['paid by pay_1', 'order_already_paid', 2],
  ['cancelled by the customer', 'order_cancelled', 2],
  ['cancelled as expired', 'order_expired', 2],
  ['due a second ago', 'order_expired', 2],
])('an extension that waited for an order being %s is answered %s', async (change, outcome, version) => {
  const { id } = await ledger.place();
  expect(await whileBeing(change, id, extend(id))).toMatchObject({ outcome, order: { version } });
  expect(await ledger.read(id)).toMatchObject({ version });
});

test('an extension that waited for another one is added to it', async () => {
  const id = await placeOverdue();
  const startedAt = Date.now();
  const verdict = await whileBeing('given another hour', id, extend(id));
  expect(verdict).toMatchObject({ outcome: 'extended', order: { version: 3 } });
  const { expiresAt } = await ledger.read(id);
  expect(expiresAt.getTime() - startedAt).toBeGreaterThanOrEqual(3_660_000);
});

test('an extension that waited for the reminder does not have it sent again', async () => {
  const { id } = await ledger.place({ reminderLeadSeconds: leadSeconds });
  const verdict = await whileBeing('sent its reminder', id, extend(id));
  expect(verdict).toMatchObject({ outcome: 'extended', order: { version: 3 } });
  const { rows } = await ledger.context.postgres.query('select remind_at from orders where id = $1', [
    orderIdToUuid(id),
  ]);
  expect(rows).toEqual([{ remind_at: null }]);
});
