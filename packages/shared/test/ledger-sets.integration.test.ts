import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { readOrders } from '../src/ledger/read.ts';
import { newOrderId, orderIdToUuid } from '../src/order/order-id.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import {
  actor,
  amount,
  createLedgerContext,
  type LedgerContext,
  expiries,
} from './support/ledger-context.ts';
import { expireOrders, payOrders } from './support/decide.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const pay = (id: string, paymentReference: string | null = null, amount: number | null = null) => ({
  actor,
  id,
  paymentReference,
  amount,
});
const cancel = (id: string, note: string | null = null) => ({
  actor,
  id,
  by: 'customer' as const,
  note,
});
const outcomes = (verdicts: readonly { outcome: string }[]) => verdicts.map(({ outcome }) => outcome);

async function eventsOf(id: string): Promise<unknown[]> {
  const { rows } = await ledger.context.postgres.query(
    'select sequence, type from order_events where order_id = $1 order by sequence',
    [orderIdToUuid(id)],
  );
  return rows;
}

describe('an order that is in a set several times', () => {
  test('the first acceptable payment pays the order', async () => {
    const { id } = await ledger.place();
    const verdicts = await payOrders(ledger.postgres, [
      pay(id, 'pay_1', amount - 1),
      pay(id, 'pay_2', amount),
      pay(id, 'pay_2'),
      pay(id),
      pay(id, 'pay_3'),
      pay(id, 'pay_1', amount - 1),
    ]);
    expect(outcomes(verdicts)).toEqual([
      'amount_mismatch',
      'paid',
      'already_paid',
      'already_paid',
      'order_already_paid',
      'order_already_paid',
    ]);
    expect(await eventsOf(id)).toEqual([
      { sequence: 1, type: 'order.placed' },
      { sequence: 2, type: 'payment.refund_required' },
      { sequence: 3, type: 'order.paid' },
      { sequence: 4, type: 'payment.refund_required' },
    ]);
  });

  test('a payment that is asked for twice by the same command is answered twice', async () => {
    const { id } = await ledger.place();
    const command = pay(id, 'pay_1');
    const verdicts = await payOrders(ledger.postgres, [command, command]);
    expect(outcomes(verdicts)).toEqual(['paid', 'already_paid']);
  });

  test('the first cancellation cancels the order, and its note is kept', async () => {
    const { id } = await ledger.place();
    const verdicts = await cancelOrders(ledger.postgres, [cancel(id, 'first'), cancel(id, 'second')]);
    expect(outcomes(verdicts)).toEqual(['cancelled', 'already_cancelled']);
    const { rows } = await ledger.context.postgres.query(
      `select data->>'note' as note from order_events where order_id = $1 and sequence > 1`,
      [orderIdToUuid(id)],
    );
    expect(rows).toEqual([{ note: 'first' }]);
  });

  test('one expiry cancels the order, and only that one reports how late it was', async () => {
    const { id } = await ledger.place();
    await ledger.makeOverdue([id], 5_000);
    const verdicts = await expireOrders(ledger.postgres, expiries([id, id, id]));
    expect(outcomes(verdicts)).toEqual(['expired', 'settled', 'settled']);
    expect(verdicts.map((verdict) => 'latenessMs' in verdict && verdict.latenessMs !== null)).toEqual([
      true,
      false,
      false,
    ]);
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test('each read gets the order', async () => {
    const { id } = await ledger.place();
    const orders = await readOrders(ledger.postgres, [id, id]);
    expect(orders.map((order) => order?.id)).toEqual([id, id]);
  });
});

describe('the answers to a set', () => {
  test('answers come in the order of the calls, not_found for unknown orders', async () => {
    const [a, b] = (await ledger.placeMany(2)) as [string, string];
    const asked = [newOrderId(), b, newOrderId(), a];
    const paid = await payOrders(
      ledger.postgres,
      asked.map((id) => pay(id)),
    );
    expect(outcomes(paid)).toEqual(['not_found', 'paid', 'not_found', 'paid']);
    const cancelled = await cancelOrders(
      ledger.postgres,
      asked.map((id) => cancel(id)),
    );
    expect(outcomes(cancelled)).toEqual([
      'not_found',
      'order_already_paid',
      'not_found',
      'order_already_paid',
    ]);
    const expired = await expireOrders(ledger.postgres, expiries(asked));
    expect(outcomes(expired)).toEqual(['not_found', 'settled', 'not_found', 'settled']);
    const read = await readOrders(ledger.postgres, asked);
    expect(read.map((order) => order?.id ?? null)).toEqual([null, b, null, a]);
  });

  test('the answers to a shuffled set of 500 come in the order of the calls', async () => {
    const ids = await ledger.placeMany(500);
    const shuffled = ids.toSorted((a, b) => (a.slice(-6) < b.slice(-6) ? -1 : 1));
    expect(shuffled).not.toEqual(ids);
    const verdicts = await payOrders(
      ledger.postgres,
      shuffled.map((id) => pay(id, `pay_${id}`)),
    );
    expect(verdicts.map((verdict) => 'order' in verdict && verdict.order.id)).toEqual(shuffled);
    expect(new Set(outcomes(verdicts))).toEqual(new Set(['paid']));
  });

  test.each([
    ['payments', (postgres: Postgres) => payOrders(postgres, [])],
    ['cancellations', (postgres: Postgres) => cancelOrders(postgres, [])],
    ['expiries', (postgres: Postgres) => expireOrders(postgres, [])],
    ['reads', (postgres: Postgres) => readOrders(postgres, [])],
  ])('an empty set of %s has no answers', async (_, runSet) => {
    expect(await runSet(ledger.postgres)).toEqual([]);
  });
});
