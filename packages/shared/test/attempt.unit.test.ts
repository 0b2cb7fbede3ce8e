import { describe, expect, test } from 'vitest';
import { decideFail, decideStart, holdUntil, maxAttempts, type AttemptStatus } from '../src/order/attempt.ts';
import type { OrderState } from '../src/order/order.ts';

/* The decisions about payment attempts, cell by cell. Written by hand, because it is the specification. */

const states = {
  'pending, before its deadline': { status: 'pending', overdue: false, amount: 1, mismatched: [] },
  'pending, at its deadline': { status: 'pending', overdue: true, amount: 1, mismatched: [] },
  paid: { status: 'paid', paymentReference: null },
  'cancelled: expired': { status: 'cancelled', cancelReason: 'expired' },
  'cancelled: customer': { status: 'cancelled', cancelReason: 'customer' },
  'cancelled: backend': { status: 'cancelled', cancelReason: 'backend' },
} as const satisfies Record<string, OrderState>;
type State = keyof typeof states;

describe('starting an attempt', () => {
  // oxfmt-ignore
  const rows: [State, first: string, last: string, oneMore: string, same: string][] = [
    // state                        the first one         the 20th              the 21st                     one that is open
    ['pending, before its deadline', 'started',           'started',            'too_many_payment_attempts', 'already_started'],
    ['pending, at its deadline',     'order_expired',      'order_expired',      'order_expired',             'order_expired'],
    ['paid',                         'order_already_paid', 'order_already_paid', 'order_already_paid',        'order_already_paid'],
    ['cancelled: expired',           'order_expired',      'order_expired',      'order_expired',             'order_expired'],
    ['cancelled: customer',          'order_cancelled',    'order_cancelled',    'order_cancelled',           'order_cancelled'],
    ['cancelled: backend',           'order_cancelled',    'order_cancelled',    'order_cancelled',           'order_cancelled'],
  ];

  test.each(rows)('for an order that is %s: %s, %s, %s or %s', (state, first, last, oneMore, same) => {
    const outcomes = [0, maxAttempts - 1, maxAttempts].map((count) =>
      decideStart(states[state], { count, isOpen: false }),
    );
    expect(outcomes).toEqual([first, last, oneMore]);
    expect(decideStart(states[state], { count: maxAttempts, isOpen: true })).toBe(same);
  });

  test('an order takes 20', () => {
    expect(maxAttempts).toBe(20);
  });
});

describe('failing an attempt', () => {
  const statuses: (AttemptStatus | null)[] = ['open', 'succeeded', 'failed', 'lapsed', null];

  test('of an order that can be paid, an open one fails', () => {
    expect(statuses.map((each) => decideFail(states['pending, before its deadline'], each))).toEqual([
      'failed',
      'payment_attempt_closed',
      'already_failed',
      'payment_attempt_closed',
      'payment_attempt_not_found',
    ]);
  });

  test.each(Object.keys(states).slice(1) as State[])('of an order that is %s, none does', (state) => {
    expect(statuses.map((each) => decideFail(states[state], each))).toEqual([
      'payment_attempt_closed',
      'payment_attempt_closed',
      'already_failed',
      'payment_attempt_closed',
      'payment_attempt_not_found',
    ]);
  });
});

describe('a hold', () => {
  test.each([
    ['begins with the attempt before the deadline', 1_000, 121_000],
    ['begins at the deadline in the instant of it', 5_000, 125_000],
    ['begins at the deadline, however late the attempt', 9_000, 125_000],
  ])('%s', (_, nowMs, until) => {
    expect(holdUntil(nowMs, 5_000, 120)).toBe(until);
  });

  test('of no seconds is none', () => {
    expect(holdUntil(1_000, 5_000, 0)).toBeNull();
  });
});
