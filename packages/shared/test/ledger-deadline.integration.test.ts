import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { sweepOrders } from '../src/ledger/expire.ts';
import { extendOrder } from '../src/ledger/extend.ts';
import { readOverdue } from '../src/ledger/overdue.ts';
import type { OrderDraft } from '../src/ledger/place.ts';
import { countRunning, readOrders, readPendingPage, readTimeline } from '../src/ledger/read.ts';
import { remindOrders } from '../src/ledger/remind.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import type { Order } from '../src/order/order.ts';
import { actor, amount, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { stopClock, type StoppedClock } from './support/stopped-clock.ts';
import { expireOrders, payOrders } from './support/decide.ts';

/*
 * Every command at the last millisecond before a deadline, and at the deadline itself. The deadline belongs to
 * the time in which an order can't be paid.
 */
let ledger: LedgerContext;
let clock: StoppedClock;

beforeAll(async () => {
  ledger = await createLedgerContext();
  clock = await stopClock(ledger.context);
});
afterAll(async () => {
  await clock.close();
  await ledger.close();
});

/** Places an order, and stops the clock `offsetMs` after its deadline; before it if negative. */
async function placeAndStopClock(offsetMs: number, overrides: Partial<OrderDraft> = {}): Promise<Order> {
  await ledger.context.postgres.query('delete from orders');
  const order = await ledger.place(overrides);
  await clock.set(new Date(order.expiresAt.getTime() + offsetMs));
  return order;
}

const before = -1;
const at = 0;
const leadSeconds = 300;

const typesOf = async (id: string) => (await readTimeline(ledger.postgres, id)).map(({ type }) => type);

async function paymentsOf(id: string): Promise<unknown[]> {
  const { rows } = await ledger.context.postgres.query('select outcome from payments where order_id = $1', [
    orderIdToUuid(id),
  ]);
  return rows;
}

describe('pay', () => {
  const pay = async ({ id }: Order, sum: number | null = null) =>
    (await payOrders(clock.postgres, [{ actor, id, paymentReference: 'pay_1', amount: sum }]))[0];

  test('a payment 1 ms before the deadline is accepted', async () => {
    const order = await placeAndStopClock(before);
    expect(await pay(order)).toMatchObject({ outcome: 'paid', order: { status: 'paid' } });
    expect(await paymentsOf(order.id)).toEqual([{ outcome: 'accepted' }]);
  });

  test('a payment at the deadline is refused, and its refund is requested', async () => {
    const order = await placeAndStopClock(at);
    expect(await pay(order)).toMatchObject({
      outcome: 'order_expired',
      order: { status: 'pending', remainingMs: 0 },
    });
    expect(await paymentsOf(order.id)).toEqual([{ outcome: 'late' }]);
    expect(await typesOf(order.id)).toEqual(['order.placed', 'payment.refund_required']);
  });

  test('a wrong amount 1 ms before the deadline is refused, and its refund is requested', async () => {
    const order = await placeAndStopClock(before);
    expect(await pay(order, amount - 1)).toMatchObject({
      outcome: 'amount_mismatch',
      order: { status: 'pending', version: 2, refundDueAmount: amount - 1 },
    });
    expect(await paymentsOf(order.id)).toEqual([{ outcome: 'mismatched' }]);
  });

  test('a wrong amount at the deadline is late money like any other', async () => {
    const order = await placeAndStopClock(at);
    expect(await pay(order, amount - 1)).toMatchObject({ outcome: 'order_expired', order: { version: 2 } });
    expect(await paymentsOf(order.id)).toEqual([{ outcome: 'late' }]);
  });
});

describe('cancel', () => {
  test.each([
    ['1 ms before the deadline has the caller’s reason', before, 'customer'],
    ['at the deadline has the reason expired', at, 'expired'],
  ])('a cancellation %s', async (_, offsetMs, cancelReason) => {
    const { id } = await placeAndStopClock(offsetMs);
    const [verdict] = await cancelOrders(clock.postgres, [{ actor, id, by: 'customer', note: null }]);
    expect(verdict).toMatchObject({ outcome: 'cancelled', order: { cancelReason } });
  });
});

describe('extend', () => {
  const extend = ({ id }: Order, seconds: number) =>
    extendOrder(clock.postgres, { actor, id, seconds }, leadSeconds);

  test('an extension 1 ms before the deadline moves the deadline', async () => {
    const order = await placeAndStopClock(before);
    const expiresAt = new Date(order.expiresAt.getTime() + 60_000);
    expect(await extend(order, 60)).toMatchObject({
      outcome: 'extended',
      order: { status: 'pending', expiresAt, remainingMs: 60_001, version: 2 },
    });
    expect(await ledger.read(order.id)).toMatchObject({ expiresAt, version: 2 });
  });

  test('an extension at the deadline is refused', async () => {
    const order = await placeAndStopClock(at);
    expect(await extend(order, 60)).toMatchObject({
      outcome: 'order_expired',
      order: { expiresAt: order.expiresAt },
    });
    expect(await ledger.read(order.id)).toMatchObject({ expiresAt: order.expiresAt, version: 1 });
    expect(await typesOf(order.id)).toEqual(['order.placed']);
  });
});

describe('expire', () => {
  test('an alarm 1 ms before the deadline changes nothing and learns what is left', async () => {
    const { id } = await placeAndStopClock(before);
    expect(await expireOrders(clock.postgres, [{ id }])).toEqual([
      { outcome: 'not_due', remainingMs: 1, latenessMs: null },
    ]);
    expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 1 });
  });

  test('an alarm at the deadline cancels the order', async () => {
    const { id, expiresAt } = await placeAndStopClock(at);
    expect(await expireOrders(clock.postgres, [{ id }])).toEqual([
      { outcome: 'expired', remainingMs: 0, latenessMs: 0 },
    ]);
    expect(await ledger.read(id)).toMatchObject({ status: 'cancelled', cancelledAt: expiresAt });
  });
});

describe('sweep', () => {
  test('a sweep 1 ms before the deadline leaves the order alone', async () => {
    await placeAndStopClock(before);
    expect(await sweepOrders(clock.postgres, 10)).toEqual([]);
  });

  test('a sweep at the deadline cancels the order', async () => {
    const { id, expiresAt } = await placeAndStopClock(at);
    expect(await sweepOrders(clock.postgres, 10)).toEqual([{ id, latenessMs: 0 }]);
    expect(await ledger.read(id)).toMatchObject({ cancelReason: 'expired', cancelledAt: expiresAt });
  });
});

describe('remind', () => {
  const withReminder = { reminderLeadSeconds: leadSeconds };

  test.each([
    ['1 ms before it is due is not written', -leadSeconds * 1_000 - 1, false],
    ['that is due is written', -leadSeconds * 1_000, true],
    ['that is late is written up to 1 ms before the deadline', before, true],
    ['is no longer written at the deadline', at, false],
  ])('a reminder %s', async (_, offsetMs, isWritten) => {
    const { id } = await placeAndStopClock(offsetMs, withReminder);
    expect(await remindOrders(clock.postgres, 10)).toEqual(isWritten ? [id] : []);
    expect(await typesOf(id)).toEqual(isWritten ? ['order.placed', 'order.expiring'] : ['order.placed']);
  });
});

describe('read', () => {
  test.each([
    ['is running 1 ms before its deadline', before, { remainingMs: 1, running: 1, overdue: 0 }],
    ['is overdue at its deadline', at, { remainingMs: 0, running: 0, overdue: 1 }],
  ])('a pending order %s', async (_, offsetMs, expected) => {
    const { id } = await placeAndStopClock(offsetMs);
    const [order] = await readOrders(clock.postgres, [id]);
    const running = await countRunning(clock.postgres);
    const { count: overdue } = await readOverdue(clock.postgres);
    expect({ remainingMs: order?.remainingMs, running, overdue }).toEqual(expected);
    expect(await readPendingPage(clock.postgres, null, 10)).toHaveLength(running);
  });
});
