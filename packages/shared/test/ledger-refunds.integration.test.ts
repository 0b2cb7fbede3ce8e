import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgres } from '../../../test/support/postgres.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { createLedger, type Ledger } from '../src/ledger/ledger.ts';
import { recordRefund } from '../src/ledger/refund.ts';
import { listRefunds, readRefund } from '../src/ledger/refunds.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { refundIdFromUuid, type Refund } from '../src/order/refund.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { actor, amount, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { payOrders } from './support/decide.ts';

let ledger: LedgerContext;
let otherPostgres: Postgres;
let processes: [Ledger, Ledger];

beforeAll(async () => {
  ledger = await createLedgerContext();
  otherPostgres = openPostgres(ledger.context.databaseUrl);
  processes = [createLedger(ledger.postgres), createLedger(otherPostgres)];
});
afterAll(async () => {
  await otherPostgres.close();
  await ledger.close();
});

const pay = async (id: string, paymentReference: string | null, paid: number | null = null) => {
  const [verdict] = await payOrders(ledger.postgres, [{ actor, id, paymentReference, amount: paid }]);
  return verdict!.outcome;
};

const refundsOf = async (orderId: string) => {
  const query = { status: null, orderId, customerId: null, limit: 100, after: null };
  return (await listRefunds(ledger.postgres, query)).refunds;
};

async function eventsOf(id: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const { rows } = await ledger.context.postgres.query(
    'select type, data from order_events where order_id = $1 order by sequence',
    [orderIdToUuid(id)],
  );
  return rows;
}

const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

/** A cancelled order with a refund that is due. */
async function placeWithRefund(): Promise<{ id: string; refund: Refund }> {
  const { id } = await ledger.place();
  await cancelOrders(ledger.postgres, [{ actor, id, by: 'backend', note: null }]);
  await pay(id, 'late');
  const [refund] = await refundsOf(id);
  return { id, refund: refund! };
}

describe('money of another amount', () => {
  test('is recorded once and is due, and the order can still be paid by another payment', async () => {
    const { id } = await ledger.place();
    for (let times = 0; times < 3; times += 1) expect(await pay(id, 'short', 1)).toBe('amount_mismatch');
    expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 2, refundDueAmount: 1 });
    expect(await pay(id, 'right', amount)).toBe('paid');
    expect(await typesOf(id)).toEqual(['order.placed', 'payment.refund_required', 'order.paid']);
    expect(await refundsOf(id)).toMatchObject([
      { orderId: id, paymentReference: 'short', amount: 1, currency: 'CNY', reason: 'amount', status: 'due' },
    ]);
  });

  test('does not pay the order later under the same reference, whatever amount that then names', async () => {
    const { id } = await ledger.place();
    await pay(id, 'short', 1);
    expect(await pay(id, 'short', amount)).toBe('amount_mismatch');
    expect(await pay(id, 'short')).toBe('amount_mismatch');
    expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 2, refundDueAmount: 1 });
    const [refund] = await refundsOf(id);
    await recordRefund(ledger.postgres, { actor, id: refund!.id, refundReference: null });
    expect(await pay(id, 'short', amount)).toBe('amount_mismatch');
    expect(await ledger.read(id)).toMatchObject({ status: 'pending', version: 3, refundDueAmount: 0 });
  });

  test('without a reference is not recorded', async () => {
    const { id } = await ledger.place();
    expect(await pay(id, null, 1)).toBe('amount_mismatch');
    expect(await ledger.read(id)).toMatchObject({ version: 1, refundDueAmount: 0 });
    expect(await refundsOf(id)).toEqual([]);
  });

  test('that a customer may not record leaves its reference free to pay, also within the set', async () => {
    const { id } = await ledger.place();
    const asked = { id, owner: 'cus_42', maxRefused: 0, paymentReference: 'short' };
    const verdicts = await payOrders(ledger.postgres, [
      { actor, ...asked, amount: 1 },
      { actor, ...asked, amount },
      { actor, ...asked, amount: 1 },
    ]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      'too_many_refused_payments',
      'paid',
      'already_paid',
    ]);
    expect(await typesOf(id)).toEqual(['order.placed', 'order.paid']);
  });
});

describe('reporting a refund as made', () => {
  test('writes one event, and takes the amount off what the order is owed', async () => {
    const { id, refund } = await placeWithRefund();
    expect(await ledger.read(id)).toMatchObject({ version: 3, refundDueAmount: amount });
    const command = { actor, id: refund.id, refundReference: 're_1' };
    const verdict = await recordRefund(ledger.postgres, command);
    expect(verdict).toMatchObject({
      outcome: 'refunded',
      refund: { ...refund, status: 'refunded', refundReference: 're_1', refundedAt: expect.any(Date) },
    });
    expect(await ledger.read(id)).toMatchObject({ version: 4, refundDueAmount: 0 });
    expect(await recordRefund(ledger.postgres, command)).toMatchObject({ outcome: 'already_refunded' });
    const [required, refunded] = (await eventsOf(id)).slice(-2);
    expect(refunded).toEqual({
      type: 'payment.refunded',
      data: { ...required!.data, refundReference: 're_1' },
    });
    expect(required!.data).toEqual({
      refundId: refund.id,
      amount,
      currency: 'CNY',
      reason: 'late',
      paymentReference: 'late',
    });
  });

  test('writes one event when two processes report it at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { id, refund } = await placeWithRefund();
      const verdicts = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          processes[index % 2]!.refunds.record({ actor, id: refund.id, refundReference: 're_1' }),
        ),
      );
      expect(verdicts.filter(({ outcome }) => outcome === 'refunded')).toHaveLength(1);
      expect(verdicts.filter(({ outcome }) => outcome === 'already_refunded')).toHaveLength(7);
      expect(await typesOf(id)).toHaveLength(4);
      expect(await ledger.read(id)).toMatchObject({ version: 4, refundDueAmount: 0 });
    }
  });

  test('keeps one of several references that are added at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { id, refund } = await placeWithRefund();
      await processes[0].refunds.record({ actor, id: refund.id, refundReference: null });
      const verdicts = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          processes[index % 2]!.refunds.record({ actor, id: refund.id, refundReference: `re_${index}` }),
        ),
      );
      const outcomes = verdicts.map(({ outcome }) => outcome);
      expect(outcomes.filter((outcome) => outcome === 'reference_added')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'refund_already_recorded')).toHaveLength(7);
      const kept = `re_${outcomes.indexOf('reference_added')}`;
      expect(await readRefund(ledger.postgres, refund.id)).toMatchObject({ refundReference: kept });
      expect(await typesOf(id)).toHaveLength(4);
    }
  });

  test('races with payments of the order without losing either', async () => {
    const { id, refund } = await placeWithRefund();
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) =>
        processes[index % 2]!.pay({ actor, id, paymentReference: `pay_${index}`, amount: 1 }),
      ),
      processes[1].refunds.record({ actor, id: refund.id, refundReference: null }),
    ]);
    expect(await ledger.read(id)).toMatchObject({ version: 24, refundDueAmount: 20 });
  });

  test('of an unknown refund, or of a payment that was kept, finds nothing', async () => {
    const unknown = refundIdFromUuid('01963d5e-7c00-7abc-8def-0123456789ab');
    expect(await recordRefund(ledger.postgres, { actor, id: unknown, refundReference: null })).toEqual({
      outcome: 'not_found',
    });
    expect(await readRefund(ledger.postgres, unknown)).toBeNull();
    const { id } = await ledger.place();
    await pay(id, 'kept');
    expect(await refundsOf(id)).toEqual([]);
  });
});

test('refunds are listed newest first, page by page, by status, order and customer', async () => {
  const refunds: Refund[] = [];
  for (let index = 0; index < 5; index += 1) {
    const { id } = await ledger.place({ customerId: 'cus_pages' });
    await cancelOrders(ledger.postgres, [{ actor, id, by: 'backend', note: null }]);
    await pay(id, 'a', 1);
    refunds.unshift(...(await refundsOf(id)));
  }
  await recordRefund(ledger.postgres, { actor, id: refunds[1]!.id, refundReference: null });
  const list = async (query: object) => {
    const ids: string[] = [];
    for (let after: string | null = null, page = 0; page < 10; page += 1) {
      const all = { status: null, orderId: null, customerId: 'cus_pages', limit: 2, after, ...query };
      const { refunds: found, next } = await listRefunds(ledger.postgres, all);
      ids.push(...found.map(({ id }) => id));
      if (next === null) return ids;
      after = next;
    }
    throw new Error('the list does not end');
  };
  const ids = refunds.map(({ id }) => id);
  expect(await list({})).toEqual(ids);
  expect(await list({ status: 'due' })).toEqual(ids.filter((_, index) => index !== 1));
  expect(await list({ status: 'refunded' })).toEqual([ids[1]]);
  expect(await list({ orderId: refunds[3]!.orderId })).toEqual([ids[3]]);
  expect(await list({ orderId: refunds[3]!.orderId, customerId: 'cus_42' })).toEqual([]);
  const everybodys = await list({ customerId: null, limit: 100 });
  expect(everybodys).toEqual(everybodys.toSorted().toReversed());
  expect(everybodys.length).toBeGreaterThan(ids.length);
});
