import {
  cancelReasonOf,
  decideCancel,
  decideExpire,
  decideExtend,
  decidePay,
  orderStatuses,
  type CancelReason,
  type OrderState,
  type Payment,
} from '@order-countdown/shared/order/order';
import { attemptStatuses, decideFail, decideStart, maxAttempts } from '@order-countdown/shared/order/attempt';
import { decideAdvance, decideUpdate } from '@order-countdown/shared/order/change';
import { describe, expect, test } from 'vitest';
import { matches, read, rowsUnder, unquoted } from '../support/documents.ts';

/** The outcome that a cell states for a payment: the first one, or the one after the condition that the payment meets. */
function outcomeOf(cell: string, state: OrderState, payment: Payment): string {
  const isOther: Record<string, boolean> = {
    'a different amount':
      'amount' in state &&
      ((payment.amount !== null && payment.amount !== state.amount) ||
        state.mismatched.some((reference) => reference === payment.paymentReference)),
    'a different reference':
      'paymentReference' in state &&
      payment.paymentReference !== null &&
      payment.paymentReference !== state.paymentReference,
  };
  const [otherwise = '', ...exceptions] = cell.split('<br>');
  const exception = exceptions.map((text) => text.split(': ')).find(([condition = '']) => isOther[condition]);
  return unquoted(exception?.[1] ?? otherwise);
}

describe('docs/order-lifecycle.md', () => {
  const lifecycle = read('docs/order-lifecycle.md');
  const amount = 12_900;
  const mismatched = ['pay_2'];
  const payments: Payment[] = [null, 'pay_1', 'pay_2'].flatMap((paymentReference) =>
    [null, amount, amount + 1].map((paid) => ({ paymentReference, amount: paid })),
  );

  /** The states that the first two cells of a row describe. */
  function statesOf(status: string, clock: string): OrderState[] {
    const reason = /^`cancelled`, reason `(\w+)`$/.exec(status)?.[1];
    if (reason) return [{ status: 'cancelled', cancelReason: reason as CancelReason }];
    if (status === '`paid`') {
      return [null, 'pay_1'].map((paymentReference) => ({ status: 'paid', paymentReference }));
    }
    const overdue = { 'before `expiresAt`': false, 'from `expiresAt` on': true }[clock];
    if (status !== '`pending`' || overdue === undefined) throw new Error(`not a state: ${status} ${clock}`);
    return [{ status: 'pending', overdue, amount, mismatched }];
  }

  const cells = rowsUnder(lifecycle, 'status').flatMap(([status = '', clock = '', ...commands]) =>
    statesOf(status, clock).map((state) => ({ name: `${status} ${clock}`, state, commands })),
  );

  test('covers every state', () => {
    const stated = cells.map(({ state }) => JSON.stringify(state));
    const all: OrderState[] = [
      ...[false, true].map((overdue) => ({ status: 'pending' as const, overdue, amount, mismatched })),
      ...[null, 'pay_1'].map((paymentReference) => ({ status: 'paid' as const, paymentReference })),
      ...(['expired', 'customer', 'backend'] as const).map((cancelReason) => ({
        status: 'cancelled' as const,
        cancelReason,
      })),
    ];
    expect(stated.toSorted()).toEqual(all.map((state) => JSON.stringify(state)).toSorted());
  });

  test.each(cells)('states what pay does when the order is $name', ({ state, commands: [cell = ''] }) => {
    expect(payments.map((payment) => outcomeOf(cell, state, payment))).toEqual(
      payments.map((payment) => decidePay(state, payment, true)),
    );
  });

  test('names the outcome that takes the place of the refusals that are recorded, past the limit', () => {
    const [listed = ''] = matches(lifecycle, /^- \*Past the limit\*: instead of ([^]*?), a customer gets/gm);
    const replaced = cells
      .flatMap(({ state }) => payments.map((payment) => ({ state, payment })))
      .filter(({ state, payment }) => decidePay(state, payment, false) === 'too_many_refused_payments')
      .map(({ state, payment }) => decidePay(state, payment, true));
    expect(matches(listed, /`(\w+)`/g).toSorted()).toEqual([...new Set(replaced)].toSorted());
  });

  test.each(cells)(
    'states what cancel does when the order is $name',
    ({ state, commands: [, cell = ''] }) => {
      const [outcome = '', why] = cell.split(', for ');
      expect(unquoted(outcome)).toBe(decideCancel(state));
      expect(why !== undefined).toBe(outcome === '`cancelled`');
      if (state.status !== 'pending') return;
      for (const by of ['customer', 'backend'] as const) {
        const reason = why === "the caller's reason" ? by : /^the reason `(\w+)`$/.exec(why ?? '')?.[1];
        expect(reason).toBe(cancelReasonOf(state.overdue, by));
      }
    },
  );

  test.each(cells)(
    'states what expire does when the order is $name',
    ({ state, commands: [, , cell = ''] }) => {
      expect(unquoted(cell)).toBe(decideExpire(state));
    },
  );

  test.each(cells)(
    'states what extend does when the order is $name',
    ({ state, commands: [, , , cell = ''] }) => {
      const [fitting = '', tooLong = fitting] = cell.split('<br>past 30 days: ');
      expect(unquoted(fitting)).toBe(decideExtend(state, true));
      expect(unquoted(tooLong)).toBe(decideExtend(state, false));
    },
  );

  test.each(cells)(
    'states what start does when the order is $name',
    ({ state, commands: [, , , , cell = ''] }) => {
      const [started = '', same = started, tooMany = started] = cell.split(
        /<br>the same, open: |<br>the 21st: /,
      );
      const known = { count: maxAttempts - 1, isOpen: false };
      expect(unquoted(started)).toBe(decideStart(state, known));
      expect(unquoted(same)).toBe(decideStart(state, { ...known, isOpen: true }));
      expect(unquoted(tooMany)).toBe(decideStart(state, { ...known, count: maxAttempts }));
    },
  );

  test.each(cells)(
    'states what fail does when the order is $name',
    ({ state, commands: [, , , , , cell = ''] }) => {
      const [first = '', ...others] = cell.split('<br>');
      const stated = attemptStatuses.map((status) => {
        const other = others.map((text) => text.split(': ')).find(([when = '']) => when.includes(status));
        return unquoted(other?.[1] ?? first);
      });
      expect(stated).toEqual(attemptStatuses.map((status) => decideFail(state, status)));
    },
  );

  test('draws the transitions that the rules allow, and no other', () => {
    const endings: Record<string, string> = {
      paid: 'paid',
      cancelled: 'cancelled',
      expired: 'cancelled',
      extended: 'pending',
      started: 'pending',
      updated: 'pending',
      advanced: 'pending',
    };
    const change = { fits: true, isAmountChanged: true, isDifferent: true, isPaymentInProgress: false };
    const allowed = cells.flatMap(({ state }) => [
      ...payments.map((payment) => ['pay', state.status, endings[decidePay(state, payment, true)]]),
      ['cancel', state.status, endings[decideCancel(state)]],
      ['expire', state.status, endings[decideExpire(state)]],
      ['extend', state.status, endings[decideExtend(state, true)]],
      ['update', state.status, endings[decideUpdate(state, change)]],
      ['advance', state.status, endings[decideAdvance(state)]],
      ['start', state.status, endings[decideStart(state, { count: 0, isOpen: false })]],
    ]);
    const changes = allowed
      .filter(([, , to]) => to !== undefined)
      .map(([by, from, to]) => `${by}: ${from} ${to}`);
    const drawn = [...lifecycle.matchAll(/^ +(\w+) --> (\w+) : (\w+)/gm)].map(
      ([, from, to, by]) => `${by}: ${from} ${to}`,
    );
    expect(new Set(drawn)).toEqual(new Set(changes));
    const finals = matches(lifecycle, /^ +(\w+) --> \[\*\]/gm);
    expect(finals).toEqual(
      orderStatuses.filter((status) => !changes.some((one) => one.includes(`: ${status} `))),
    );
  });
});
