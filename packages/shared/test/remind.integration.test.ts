import { afterEach, beforeEach, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { readTimeline } from '../src/ledger/read.ts';
import { remindOrders } from '../src/ledger/remind.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { actor, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { payOrders } from './support/decide.ts';

let ledger: LedgerContext;

// Each test has its own database: a run takes every reminder that is due.
beforeEach(async () => {
  ledger = await createLedgerContext();
});
afterEach(() => ledger.close());

/** Places orders whose reminders are due, the first one longest ago. */
async function placeDue(count: number): Promise<string[]> {
  const ids = await ledger.placeMany(count, { reminderLeadSeconds: 300 });
  for (const [index, id] of ids.entries()) {
    await ledger.context.postgres.query(
      'update orders set remind_at = now() - make_interval(secs => $2) where id = $1',
      [orderIdToUuid(id), count - index],
    );
  }
  return ids;
}

const remind = async (limit: number) => (await remindOrders(ledger.postgres, limit)).toSorted();

test('a run writes the reminders that are due first, up to its limit, each one once', async () => {
  const [first, second, third] = (await placeDue(3)) as [string, string, string];
  expect(await remind(2)).toEqual([first, second].toSorted());
  expect(await remind(2)).toEqual([third]);
  expect(await remind(2)).toEqual([]);
  const { expiresAt } = await ledger.read(first);
  const [, event, ...later] = await readTimeline(ledger.postgres, first);
  expect(event).toMatchObject({
    sequence: 2,
    type: 'order.expiring',
    data: { expiresAt: expiresAt.toISOString() },
  });
  expect(later).toEqual([]);
});

test('an order without a reminder and an order that is settled get none', async () => {
  const [paid, cancelled] = (await placeDue(2)) as [string, string];
  await ledger.placeMany(1);
  await payOrders(ledger.postgres, [{ actor, id: paid, paymentReference: null, amount: null }]);
  await cancelOrders(ledger.postgres, [{ actor, id: cancelled, by: 'customer', note: null }]);
  expect(await remind(10)).toEqual([]);
});

test('a reminder skips an order that another transaction has locked, and takes it in a later run', async () => {
  const [locked, free] = (await placeDue(2)) as [string, string];
  const client = await ledger.context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from orders where id = $1 for update', [orderIdToUuid(locked)]);
    expect(await remind(1)).toEqual([free]);
    expect(await remind(1)).toEqual([]);
    await client.query('commit');
    expect(await remind(1)).toEqual([locked]);
  } finally {
    client.release(true);
  }
});
