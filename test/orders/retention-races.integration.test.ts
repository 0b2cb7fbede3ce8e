import { newOrderId, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { dropMonth } from '@order-countdown/shared/ledger/retention';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actor, sampleDraft, waitingForLocks } from '../support/ledger.ts';
import { createOldLedger, retentionDays, type OldLedger } from '../support/retention.ts';
import { until } from '../support/until.ts';

let ledger: OldLedger;

beforeEach(async () => {
  ledger = await createOldLedger();
});
afterEach(() => ledger.close());

test('payments do not wait while somebody reads the ledger for long, and the month is dropped afterwards', async () => {
  const [old] = await ledger.insertOld(5);
  await ledger.fillFeed();
  const reader = await ledger.context.postgres.connect();
  await reader.query('begin');
  await reader.query('select from orders');
  const read = new AbortController();
  const outcomes: string[] = [];
  async function goOnDropping(): Promise<void> {
    while (!read.signal.aborted) outcomes.push(await ledger.dropAll());
  }
  const dropping = goOnDropping();
  for (let paid = 0; paid < 10 || outcomes.length < 3; paid++) {
    const id = newOrderId();
    const placed = await ledger.core.ledger.place({ ...sampleDraft, id, windowSeconds: 60 });
    if (placed.outcome !== 'placed') throw new Error(placed.outcome);
    const payment = { id: placed.order.id, actor, paymentReference: 'pay_1', amount: null };
    expect(await ledger.core.ledger.pay(payment)).toMatchObject({ outcome: 'paid' });
  }
  read.abort();
  await dropping;
  expect(new Set(outcomes)).toEqual(new Set(['locked']));
  expect(await ledger.core.ledger.read(old!)).not.toBeNull();
  await reader.query('commit');
  reader.release();
  expect(await ledger.dropAll()).toBe('none');
  expect(await ledger.core.ledger.read(old!)).toBeNull();
});

test('a payment that is committed while a month waits for its lock keeps it', async () => {
  const [old] = await ledger.insertOld(5);
  const id = orderIdToUuid(old!);
  await ledger.fillFeed();
  await ledger.forgetKeys();
  // A try that ran into its time limit before the commit proves nothing, so there are several.
  for (let tries = 0; tries < 5; tries++) {
    await ledger.query('update orders set refund_due_amount = 0');
    const paying = await ledger.context.postgres.connect();
    await paying.query('begin');
    await paying.query('update orders set refund_due_amount = 500 where id = $1', [id]);
    let isOver = false;
    const dropping = dropMonth(ledger.core.postgres, retentionDays).finally(() => (isOver = true));
    await until(async () => isOver || (await waitingForLocks(ledger.context)) > 0, 5_000, 1);
    await paying.query('commit');
    paying.release();
    expect(await dropping).toBe('locked');
    expect(await ledger.core.ledger.read(old!)).toMatchObject({ refundDueAmount: 500 });
  }
});

test('whatever is written meanwhile, no order goes whose money was taken last', async () => {
  const ids = (await Promise.all([5, 4, 3].map((months) => ledger.insertOld(months, 4)))).flat();
  await ledger.fillFeed();
  /** Orders with a payment that was recorded, and is owed. */
  const owed = new Set<string>();
  const written = new AbortController();
  async function write(): Promise<void> {
    for (const id of ids.toSorted(() => Math.random() - 0.5).slice(0, 6)) {
      const payment = { id, actor, paymentReference: `late-${id}`, amount: null };
      const { outcome } = await ledger.core.ledger.pay(payment);
      if (outcome !== 'not_found') owed.add(id);
    }
  }
  async function dropMeanwhile(): Promise<void> {
    while (!written.signal.aborted) await ledger.dropAll();
  }
  const dropping = [dropMeanwhile(), dropMeanwhile()];
  await write();
  written.abort();
  await Promise.all(dropping);
  await ledger.dropAll();
  for (const id of owed) expect(await ledger.core.ledger.read(id)).toMatchObject({ refundDueAmount: 500 });
  const monthOf = (id: string) => ids.indexOf(id) >> 2;
  const monthsOwed = new Set([...owed].map(monthOf));
  for (const id of ids) {
    const order = await ledger.core.ledger.read(id);
    expect(order !== null, id).toBe(monthsOwed.has(monthOf(id)));
  }
});
