import { describe, expect, test } from 'vitest';
import {
  cancelReasonOf,
  decideCancel,
  decideExpire,
  decideExtend,
  decidePay,
  maxWindowSeconds,
  mayRecordRefusal,
  moneyOutcome,
  reminderLead,
  type CancelReason,
  type OrderState,
} from '../src/order/order.ts';
import { decideRefund } from '../src/order/refund.ts';

/*
 * The table of decisions, cell by cell. It is written by hand, because it is the specification.
 *
 * The deadline matters only to a pending order: settled orders stay as they are. No order can be cancelled as
 * expired before its deadline, so those cells are missing.
 */

const amount = 12_900;
const paidBy = 'pay_1';
const amounts = { right: amount, wrong: 12_800, none: null };
const references = { same: paidBy, other: 'pay_2', wrong: 'pay_3', none: null };

const states = {
  pending: (overdue: boolean): OrderState => ({ status: 'pending', overdue, amount, mismatched: ['pay_3'] }),
  'paid by pay_1': (): OrderState => ({ status: 'paid', paymentReference: paidBy }),
  'paid, no reference': (): OrderState => ({ status: 'paid', paymentReference: null }),
  'cancelled: expired': (): OrderState => ({ status: 'cancelled', cancelReason: 'expired' }),
  'cancelled: customer': (): OrderState => ({ status: 'cancelled', cancelReason: 'customer' }),
  'cancelled: backend': (): OrderState => ({ status: 'cancelled', cancelReason: 'backend' }),
};

type State = keyof typeof states;
type Deadline = 'before' | 'after';
const stateOf = (state: State, deadline: Deadline) => states[state](deadline === 'after');

describe('pay', () => {
  // «same»: the reference that paid the order. An order paid without a reference has no such row.
  // «wrong»: a reference that came with another amount before.
  type Row = [State, Deadline, keyof typeof references, right: string, wrong: string, none: string];
  // oxfmt-ignore
  const rows: Row[] = [
    // state                deadline  reference  right amount          wrong amount          no amount
    ['pending',             'before', 'other',   'paid',               'amount_mismatch',    'paid'],
    ['pending',             'before', 'wrong',   'amount_mismatch',    'amount_mismatch',    'amount_mismatch'],
    ['pending',             'before', 'none',    'paid',               'amount_mismatch',    'paid'],
    ['pending',             'after',  'other',   'order_expired',      'order_expired',      'order_expired'],
    ['pending',             'after',  'wrong',   'order_expired',      'order_expired',      'order_expired'],
    ['pending',             'after',  'none',    'order_expired',      'order_expired',      'order_expired'],
    ['paid by pay_1',       'before', 'same',    'already_paid',       'already_paid',       'already_paid'],
    ['paid by pay_1',       'before', 'other',   'order_already_paid', 'order_already_paid', 'order_already_paid'],
    ['paid by pay_1',       'before', 'none',    'already_paid',       'already_paid',       'already_paid'],
    ['paid by pay_1',       'after',  'same',    'already_paid',       'already_paid',       'already_paid'],
    ['paid by pay_1',       'after',  'other',   'order_already_paid', 'order_already_paid', 'order_already_paid'],
    ['paid by pay_1',       'after',  'none',    'already_paid',       'already_paid',       'already_paid'],
    ['paid, no reference',  'before', 'other',   'order_already_paid', 'order_already_paid', 'order_already_paid'],
    ['paid, no reference',  'before', 'none',    'already_paid',       'already_paid',       'already_paid'],
    ['paid, no reference',  'after',  'other',   'order_already_paid', 'order_already_paid', 'order_already_paid'],
    ['paid, no reference',  'after',  'none',    'already_paid',       'already_paid',       'already_paid'],
    ['cancelled: expired',  'after',  'other',   'order_expired',      'order_expired',      'order_expired'],
    ['cancelled: expired',  'after',  'none',    'order_expired',      'order_expired',      'order_expired'],
    ['cancelled: customer', 'before', 'other',   'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: customer', 'before', 'none',    'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: customer', 'after',  'other',   'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: customer', 'after',  'none',    'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: backend',  'before', 'other',   'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: backend',  'before', 'none',    'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: backend',  'after',  'other',   'order_cancelled',    'order_cancelled',    'order_cancelled'],
    ['cancelled: backend',  'after',  'none',    'order_cancelled',    'order_cancelled',    'order_cancelled'],
  ];
  const cells = rows.flatMap(([state, deadline, reference, right, wrong, none]) => [
    { state, deadline, reference, amount: 'right' as const, outcome: right },
    { state, deadline, reference, amount: 'wrong' as const, outcome: wrong },
    { state, deadline, reference, amount: 'none' as const, outcome: none },
  ]);

  test.each(cells)(
    'paying an order that is $state, $deadline the deadline, with reference: $reference, amount: $amount → $outcome',
    ({ state, deadline, reference, amount, outcome }) => {
      const payment = { paymentReference: references[reference], amount: amounts[amount] };
      expect(decidePay(stateOf(state, deadline), payment, true)).toBe(outcome);
    },
  );

  test.each(cells)(
    'a payment beyond the limit of an order that is $state, $deadline the deadline, with reference: $reference, amount: $amount → $outcome, unless it were recorded',
    ({ state, deadline, reference, amount, outcome }) => {
      const payment = { paymentReference: references[reference], amount: amounts[amount] };
      const isRecorded = /^order_|^amount_mismatch$/.test(outcome) && reference !== 'none';
      const expected = isRecorded ? 'too_many_refused_payments' : outcome;
      expect(decidePay(stateOf(state, deadline), payment, false)).toBe(expected);
    },
  );

  // oxfmt-ignore
  const refusals: [count: number, isKnown: boolean, byCustomer: boolean, mayRecord: boolean][] = [
    [2, false, true,  true],
    [3, false, true,  false],
    [4, false, true,  false],
    [3, true,  true,  true],
    [3, false, false, true],
  ];
  test.each(refusals)(
    'with %i of 3 refused payments, a known reference: %s, by a customer: %s → may be recorded: %s',
    (count, isKnown, byCustomer, mayRecord) => {
      expect(mayRecordRefusal({ count, isKnown, byCustomer }, 3)).toBe(mayRecord);
    },
  );
});

describe('cancel', () => {
  // oxfmt-ignore
  const rows: [State, Deadline, outcome: string][] = [
    ['pending',             'before', 'cancelled'],
    ['pending',             'after',  'cancelled'],
    ['paid by pay_1',       'before', 'order_already_paid'],
    ['paid by pay_1',       'after',  'order_already_paid'],
    ['paid, no reference',  'before', 'order_already_paid'],
    ['paid, no reference',  'after',  'order_already_paid'],
    ['cancelled: expired',  'after',  'already_cancelled'],
    ['cancelled: customer', 'before', 'already_cancelled'],
    ['cancelled: customer', 'after',  'already_cancelled'],
    ['cancelled: backend',  'before', 'already_cancelled'],
    ['cancelled: backend',  'after',  'already_cancelled'],
  ];

  test.each(rows)('cancelling an order that is %s, %s the deadline → %s', (state, deadline, outcome) => {
    expect(decideCancel(stateOf(state, deadline))).toBe(outcome);
  });

  const reasons: [Deadline, by: 'customer' | 'backend', CancelReason][] = [
    ['before', 'customer', 'customer'],
    ['before', 'backend', 'backend'],
    ['after', 'customer', 'expired'],
    ['after', 'backend', 'expired'],
  ];

  test.each(reasons)('cancelling %s the deadline by the %s → the reason is %s', (deadline, by, reason) => {
    expect(cancelReasonOf(deadline === 'after', by)).toBe(reason);
  });
});

describe('expire', () => {
  // oxfmt-ignore
  const rows: [State, Deadline, outcome: string][] = [
    ['pending',             'before', 'not_due'],
    ['pending',             'after',  'expired'],
    ['paid by pay_1',       'before', 'settled'],
    ['paid by pay_1',       'after',  'settled'],
    ['paid, no reference',  'before', 'settled'],
    ['paid, no reference',  'after',  'settled'],
    ['cancelled: expired',  'after',  'settled'],
    ['cancelled: customer', 'before', 'settled'],
    ['cancelled: customer', 'after',  'settled'],
    ['cancelled: backend',  'before', 'settled'],
    ['cancelled: backend',  'after',  'settled'],
  ];

  test.each(rows)('expiring an order that is %s, %s the deadline → %s', (state, deadline, outcome) => {
    expect(decideExpire(stateOf(state, deadline))).toBe(outcome);
  });
});

describe('extend', () => {
  // oxfmt-ignore
  const rows: [State, Deadline, fits: string, tooLong: string][] = [
    // state                deadline  it fits               the window would be too long
    ['pending',             'before', 'extended',           'extension_too_long'],
    ['pending',             'after',  'order_expired',      'order_expired'],
    ['paid by pay_1',       'before', 'order_already_paid', 'order_already_paid'],
    ['paid by pay_1',       'after',  'order_already_paid', 'order_already_paid'],
    ['paid, no reference',  'before', 'order_already_paid', 'order_already_paid'],
    ['paid, no reference',  'after',  'order_already_paid', 'order_already_paid'],
    ['cancelled: expired',  'after',  'order_expired',      'order_expired'],
    ['cancelled: customer', 'before', 'order_cancelled',    'order_cancelled'],
    ['cancelled: customer', 'after',  'order_cancelled',    'order_cancelled'],
    ['cancelled: backend',  'before', 'order_cancelled',    'order_cancelled'],
    ['cancelled: backend',  'after',  'order_cancelled',    'order_cancelled'],
  ];

  test.each(rows)(
    'extending an order that is %s, %s the deadline → %s if it fits, else %s',
    (state, deadline, fits, tooLong) => {
      expect(decideExtend(stateOf(state, deadline), true)).toBe(fits);
      expect(decideExtend(stateOf(state, deadline), false)).toBe(tooLong);
    },
  );
});

describe('money', () => {
  test.each([
    ['paid', 'accepted'],
    ['already_paid', null],
    ['order_already_paid', 'duplicate'],
    ['order_expired', 'late'],
    ['order_cancelled', 'late'],
    ['amount_mismatch', 'mismatched'],
    ['too_many_refused_payments', null],
  ] as const)('the money of a payment that is answered %s is recorded as %s', (outcome, recorded) => {
    expect(moneyOutcome(outcome)).toBe(recorded);
  });
});

describe('refund', () => {
  const made = (refundReference: string | null) => ({ status: 'refunded' as const, refundReference });
  // oxfmt-ignore
  test.each([
    [{ status: 'due' as const, refundReference: null }, null,   'refunded'],
    [{ status: 'due' as const, refundReference: null }, 're_1', 'refunded'],
    [made(null),                                        null,   'already_refunded'],
    [made(null),                                        're_1', 'reference_added'],
    [made('re_1'),                                      null,   'already_refunded'],
    [made('re_1'),                                      're_1', 'already_refunded'],
    [made('re_1'),                                      're_2', 'refund_already_recorded'],
  ])('reporting a refund that is %j as made, with the reference %s → %s', (refund, reference, outcome) => {
    expect(decideRefund(refund, reference)).toBe(outcome);
  });
});

describe('reminder', () => {
  test.each([
    [601, 300],
    [600, 300],
    [599, null],
  ])('with a lead of 300 s, a window of %i s gets the lead %s', (windowSeconds, lead) => {
    expect(reminderLead(windowSeconds, 300)).toBe(lead);
  });

  test('the longest window is 30 days', () => {
    expect(maxWindowSeconds).toBe(2_592_000);
  });
});
