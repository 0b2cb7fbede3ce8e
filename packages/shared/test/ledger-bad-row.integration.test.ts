import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger, type Ledger } from '../src/ledger/ledger.ts';
import { readOrders } from '../src/ledger/read.ts';
import { newAttemptId } from '../src/order/attempt-id.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { LedgerUnavailable } from '../src/platform/errors.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { actor, createLedgerContext, draft, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const statuses = (results: readonly PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);

/** A ledger, and the number of statements that it has sent. */
function createCountingLedger() {
  const counter = { statements: 0 };
  const postgres: Postgres = {
    ...ledger.postgres,
    query(text, values) {
      counter.statements += 1;
      return ledger.postgres.query(text, values);
    },
  };
  return { counter, counted: createLedger(postgres) };
}

test('calls of the same tick share a statement', async () => {
  const { counter, counted } = createCountingLedger();
  await Promise.all(Array.from({ length: 100 }, () => counted.place(draft())));
  expect(counter.statements).toBe(1);
});

test.each([
  ['a NUL in its metadata', { metadata: { note: '\u0000' } }],
  ['half a surrogate pair in its reference', { reference: '\ud83d' }],
  ['an amount of 0', { amount: 0 }],
  ['an amount that no integer holds', { amount: 1e30 }],
  ['a currency of four letters', { currency: 'EURO' }],
  ['a window that no interval holds', { windowSeconds: 1e12 }],
])('in a set, an order with %s fails alone', async (_, overrides) => {
  const drafts = [draft(), draft(overrides), draft(), draft()];
  const { counted } = createCountingLedger();
  const results = await Promise.allSettled(drafts.map((draft) => counted.place(draft)));
  expect(statuses(results)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  const { rows } = await ledger.context.postgres.query(
    'select from orders where right(id::text, 23) = any($1)',
    [drafts.map(({ id }) => orderIdToUuid(id).slice(13))],
  );
  expect(rows).toHaveLength(3);
});

test.each<[string, order: string, (counted: Ledger, id: string, text: string) => Promise<unknown>]>([
  [
    'payment',
    'paid',
    (counted, id, text) => counted.pay({ actor, id, paymentReference: text, amount: null }),
  ],
  [
    'cancellation',
    'cancelled',
    (counted, id, text) => counted.cancel({ actor, id, by: 'customer', note: text }),
  ],
])('in a set, a %s with a NUL fails alone', async (_, status, send) => {
  const ids = await ledger.placeMany(3);
  const { counted } = createCountingLedger();
  const texts = ['text', '\u0000', 'text'];
  const results = await Promise.allSettled(ids.map((id, index) => send(counted, id, texts[index]!)));
  expect(statuses(results)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const after = await readOrders(ledger.postgres, ids);
  expect(after.map((order) => order?.status)).toEqual([status, 'pending', status]);
});

test('in a set, plain payments stay decided and are answered when the others can not be decided', async () => {
  const [plain, attempted] = (await ledger.placeMany(2)) as [string, string];
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('lock table payment_attempts in access exclusive mode');
    const { counted } = createCountingLedger();
    const [paid, failed] = await Promise.allSettled([
      counted.pay({ actor, id: plain, paymentReference: 'pay_1', amount: null }),
      counted.pay({
        actor,
        id: attempted,
        paymentReference: 'pay_2',
        amount: null,
        attemptId: newAttemptId(),
      }),
    ]);
    expect(paid).toMatchObject({ value: { outcome: 'paid', order: { id: plain, status: 'paid' } } });
    expect(failed).toMatchObject({ reason: expect.any(LedgerUnavailable) });
  } finally {
    client.release(true);
  }
  const after = await readOrders(ledger.postgres, [plain, attempted]);
  expect(after.map((order) => order?.status)).toEqual(['paid', 'pending']);
});

test('payments that are plain, or were accepted before, take one statement', async () => {
  const ids = await ledger.placeMany(3);
  const { counter, counted } = createCountingLedger();
  const pay = (id: string) => counted.pay({ actor, id, paymentReference: `pay_${id}`, amount: null });
  const first = await Promise.all(ids.map(pay));
  expect(first.map(({ outcome }) => outcome)).toEqual(['paid', 'paid', 'paid']);
  const again = await Promise.all(ids.map(pay));
  expect(again.map(({ outcome }) => outcome)).toEqual(['already_paid', 'already_paid', 'already_paid']);
  expect(counter.statements).toBe(2);
});

test('orders that are due take one statement', async () => {
  const ids = await ledger.placeMany(3);
  await ledger.makeOverdue(ids);
  const { counter, counted } = createCountingLedger();
  const verdicts = await Promise.all(ids.map((id) => counted.expire({ id })));
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['expired', 'expired', 'expired']);
  expect(counter.statements).toBe(1);
});
