import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { extendOrder } from '../src/ledger/extend.ts';
import { readTimeline } from '../src/ledger/read.ts';
import { remindOrders } from '../src/ledger/remind.ts';
import { newOrderId, orderIdToUuid } from '../src/order/order-id.ts';
import { maxWindowSeconds } from '../src/order/order.ts';
import { actor, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { expireOrders, payOrders } from './support/decide.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const windowSeconds = 600;
const leadSeconds = 300;

const place = (overrides = {}) => ledger.place({ windowSeconds, ...overrides });
const extend = (id: string, seconds: number) =>
  extendOrder(ledger.postgres, { actor, id, seconds }, leadSeconds);
const afterSeconds = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * 1_000);

async function remindAtOf(id: string): Promise<Date | null> {
  const { rows } = await ledger.context.postgres.query('select remind_at from orders where id = $1', [
    orderIdToUuid(id),
  ]);
  return rows[0].remind_at;
}

/** Sends the order's reminder, which is made due by hand. */
async function remind(id: string): Promise<void> {
  await ledger.context.postgres.query(
    `update orders set remind_at = date_trunc('milliseconds', now()) where id = $1`,
    [orderIdToUuid(id)],
  );
  expect(await remindOrders(ledger.postgres, 10)).toContain(id);
}

test('an extension is added to the deadline and recorded in the timeline', async () => {
  const { id, createdAt, expiresAt } = await place();
  const extended = afterSeconds(expiresAt, 90);
  expect(await extend(id, 90)).toMatchObject({
    outcome: 'extended',
    order: { id, status: 'pending', createdAt, expiresAt: extended, version: 2 },
  });
  const [, event] = await readTimeline(ledger.postgres, id);
  expect(event).toMatchObject({
    sequence: 2,
    type: 'order.extended',
    data: { seconds: 90, expiresAt: extended.toISOString() },
  });
});

test('extensions add up to a window of exactly 30 days, and not a second more', async () => {
  const { id, createdAt } = await place();
  expect(await extend(id, maxWindowSeconds - windowSeconds - 1)).toMatchObject({ outcome: 'extended' });
  expect(await extend(id, 2)).toMatchObject({ outcome: 'extension_too_long', order: { version: 2 } });
  const expiresAt = afterSeconds(createdAt, maxWindowSeconds);
  expect(await extend(id, 1)).toMatchObject({ outcome: 'extended', order: { expiresAt, version: 3 } });
  expect(await extend(id, 1)).toMatchObject({ outcome: 'extension_too_long', order: { expiresAt } });
});

test.each<[state: string, outcome: string, settle: (id: string) => Promise<unknown>]>([
  [
    'a paid order',
    'order_already_paid',
    (id) => payOrders(ledger.postgres, [{ actor, id, paymentReference: null, amount: null }]),
  ],
  [
    'an order cancelled by its customer',
    'order_cancelled',
    (id) => cancelOrders(ledger.postgres, [{ actor, id, by: 'customer', note: null }]),
  ],
  ['an overdue order that is still pending', 'order_expired', (id) => ledger.makeOverdue([id])],
  [
    'an order cancelled at its deadline',
    'order_expired',
    async (id) => {
      await ledger.makeOverdue([id]);
      await expireOrders(ledger.postgres, [{ id }]);
    },
  ],
])('extending %s is answered %s and changes nothing', async (_, outcome, settle) => {
  const { id } = await place();
  await settle(id);
  const before = await ledger.read(id);
  const { asOf: _asOf, remainingMs: _remainingMs, ...unchanged } = before;
  expect(await extend(id, 60)).toMatchObject({ outcome, order: unchanged });
  expect(await ledger.read(id)).toMatchObject(unchanged);
  expect(await readTimeline(ledger.postgres, id)).toHaveLength(before.version);
});

test('extending an unknown order is answered not_found', async () => {
  expect(await extend(newOrderId(), 60)).toEqual({ outcome: 'not_found' });
});

test('a reminder that was not sent moves with the deadline', async () => {
  const { id, expiresAt } = await place({ reminderLeadSeconds: leadSeconds });
  await extend(id, 60);
  expect(await remindAtOf(id)).toEqual(afterSeconds(expiresAt, 60 - leadSeconds));
});

test('a reminder that was sent is not sent again after an extension', async () => {
  const { id } = await place({ reminderLeadSeconds: leadSeconds });
  await remind(id);
  expect(await extend(id, 600)).toMatchObject({ outcome: 'extended', order: { version: 3 } });
  expect(await remindAtOf(id)).toBeNull();
});

test('a short window gets a reminder once an extension makes it twice the lead', async () => {
  const { id, createdAt } = await place({ windowSeconds: 2 * leadSeconds - 2 });
  await extend(id, 1);
  expect(await remindAtOf(id)).toBeNull();
  await extend(id, 1);
  expect(await remindAtOf(id)).toEqual(afterSeconds(createdAt, leadSeconds));
});
