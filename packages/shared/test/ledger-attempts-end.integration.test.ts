import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAttemptId } from '../src/order/attempt-id.ts';
import { isPaymentInProgress } from '../src/order/order.ts';
import { after, createAttemptContext, holdMs } from './support/attempt-context.ts';
import { actor } from './support/ledger-context.ts';
import { expireOrders, payOrders } from './support/decide.ts';

/* How payment attempts end. */
let at: Awaited<ReturnType<typeof createAttemptContext>>;

beforeAll(async () => {
  at = await createAttemptContext();
});
afterAll(() => at.close());

describe('failing', () => {
  test('the last open attempt leaves an order past its own deadline due at that instant', async () => {
    const order = await at.placeAt(-1);
    const id = await at.started(order);
    await at.setClock(order, 30_000);
    const now = after(order, 30_000);
    expect(await at.fail(order, id, { reason: 'declined' })).toMatchObject({
      outcome: 'failed',
      attempt: { id, status: 'failed' },
      order: { status: 'pending', payBy: order.payBy, expiresAt: now, remainingMs: 0, version: 3 },
    });
    expect(await at.lastEvent(order)).toMatchObject({
      type: 'order.payment_failed',
      data: { attemptId: id, reason: 'declined', expiresAt: now.toISOString() },
    });
    expect(await at.pay(order, null)).toMatchObject({ outcome: 'order_expired' });
    expect(await expireOrders(at.clock.postgres, [order])).toMatchObject([
      { outcome: 'expired', latenessMs: 0 },
    ]);
    expect(await at.read(order)).toMatchObject({ cancelledAt: now, payBy: order.payBy });
  });

  test('before the order’s own deadline, the deadline falls back to it', async () => {
    const order = await at.placeAt(-10_000);
    const id = await at.started(order);
    await at.setClock(order, -5_000);
    expect(await at.fail(order, id)).toMatchObject({
      outcome: 'failed',
      order: { payBy: order.payBy, expiresAt: order.payBy, payingUntil: null },
    });
  });

  test('another attempt that is open goes on holding the order, one that has lapsed does not', async () => {
    const order = await at.placeAt(-100_000);
    const short = await at.started(order);
    await at.setClock(order, -50_000);
    const middle = await at.started(order);
    await at.setClock(order, -1);
    const long = await at.started(order);
    await at.setClock(order, 20_000);
    expect(await at.statuses(order)).toEqual(['lapsed', 'open', 'open']);
    expect(await at.fail(order, long)).toMatchObject({
      order: { expiresAt: after(order, holdMs - 50_000), payingUntil: after(order, holdMs - 50_000) },
    });
    expect(await at.fail(order, short)).toMatchObject({ outcome: 'payment_attempt_closed' });
    expect(await at.fail(order, middle)).toMatchObject({
      outcome: 'failed',
      order: { expiresAt: after(order, 20_000) },
    });
  });

  test('an attempt fails once; to say so again changes nothing', async () => {
    const order = await at.placeAt(-1);
    const id = await at.started(order);
    await at.fail(order, id, { reason: 'first' });
    const again = await at.fail(order, id, { reason: 'second' });
    expect(again).toMatchObject({
      outcome: 'already_failed',
      attempt: { status: 'failed' },
      order: { version: 3 },
    });
    await at.setClock(order, 0);
    await at.expire(order);
    expect(await at.fail(order, id)).toMatchObject({ outcome: 'already_failed' });
  });

  test('an attempt that has lapsed or succeeded can’t fail', async () => {
    const order = await at.placeAt(-holdMs - 1);
    const lapsed = await at.started(order);
    await at.setClock(order, -1);
    expect(await at.fail(order, lapsed)).toMatchObject({
      outcome: 'payment_attempt_closed',
      attempt: { status: 'lapsed' },
      order: { version: 2 },
    });
    const id = await at.started(order);
    await at.pay(order, id);
    for (const [each, status] of [
      [id, 'succeeded'],
      [lapsed, 'lapsed'],
    ] as const) {
      expect(await at.fail(order, each)).toMatchObject({
        outcome: 'payment_attempt_closed',
        attempt: { status },
      });
    }
  });

  test('an attempt of another order is not found, nor is one of another customer’s order', async () => {
    const [order, other] = [await at.placeAt(-1), await at.ledger.place()];
    const id = await at.started(order);
    expect(await at.fail(other, id)).toMatchObject({
      outcome: 'payment_attempt_not_found',
      order: { version: 1 },
    });
    expect(await at.fail(order, newAttemptId())).toMatchObject({ outcome: 'payment_attempt_not_found' });
    expect(await at.fail(order, id, { owner: 'cus_43' })).toEqual({ outcome: 'not_found' });
    expect(await at.statuses(order)).toEqual(['open']);
  });
});

describe('paying', () => {
  test('the attempt that is named succeeds, and all others lapse', async () => {
    const order = await at.placeAt(-1);
    const [failed, other, id] = [await at.started(order), await at.started(order), await at.started(order)];
    await at.fail(order, failed);
    expect(await at.pay(order, id)).toMatchObject({ outcome: 'paid' });
    expect(await at.statuses(order)).toEqual(['failed', 'lapsed', 'succeeded']);
    expect(await at.fail(order, other)).toMatchObject({ outcome: 'payment_attempt_closed' });
    expect(isPaymentInProgress(await at.read(order), at.clock.now())).toBe(false);
  });

  test('a failed attempt still pays, and so does a lapsed one', async () => {
    const [one, two] = [await at.placeAt(-holdMs - 1), await at.ledger.place()];
    const failed = await at.started(one);
    await at.fail(one, failed);
    expect(await at.pay(one, failed)).toMatchObject({ outcome: 'paid' });
    expect(await at.statuses(one)).toEqual(['succeeded']);
    await at.setClock(two, -holdMs - 1);
    const lapsed = await at.started(two);
    await at.setClock(two, -1);
    expect(await at.pay(two, lapsed)).toMatchObject({ outcome: 'paid' });
    expect(await at.statuses(two)).toEqual(['succeeded']);
  });

  test('a payment without an attempt lapses all that are open', async () => {
    const order = await at.placeAt(-1);
    await at.started(order);
    expect(await at.pay(order, null)).toMatchObject({ outcome: 'paid' });
    expect(await at.statuses(order)).toEqual(['lapsed']);
  });

  test.each(['before its deadline', 'that is paid', 'that is overdue'])(
    'an attempt that an order %s does not have is refused, and nothing is recorded',
    async (state) => {
      const [order, other] = [await at.placeAt(-1), await at.ledger.place()];
      const stranger = await at.started(other);
      if (state === 'that is paid') await at.pay(order, null, 'pay_1');
      if (state === 'that is overdue') await at.setClock(order, 0);
      const { version } = await at.read(order);
      for (const attemptId of [stranger, newAttemptId()]) {
        expect(await at.pay(order, attemptId, 'pay_2')).toMatchObject({
          outcome: 'unknown_payment_attempt',
          order: { version },
        });
      }
      expect(await at.statuses(other)).not.toContain('succeeded');
    },
  );

  test('in one set, a payment with an attempt that is not the order’s leaves the others alone', async () => {
    const order = await at.placeAt(-1);
    const id = await at.started(order);
    const payments = [newAttemptId(), id, null].map((attemptId) => ({
      actor,
      id: order.id,
      paymentReference: 'pay_1',
      amount: null,
      attemptId,
    }));
    const verdicts = await payOrders(at.clock.postgres, payments);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      'unknown_payment_attempt',
      'paid',
      'already_paid',
    ]);
    expect(await at.statuses(order)).toEqual(['succeeded']);
  });
});
