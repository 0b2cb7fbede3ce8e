import { describe, expect, test } from 'vitest';
import { decideAdvance, decideUpdate, type Comparison } from '../src/order/change.ts';
import type { OrderState } from '../src/order/order.ts';

/* What changes an order, cell by cell. Written by hand, because it is the specification. */

// oxfmt-ignore
const closed: [OrderState, refusal: string][] = [
  [{ status: 'pending', overdue: true, amount: 1, mismatched: [] },         'order_expired'],
  [{ status: 'paid', paymentReference: null },              'order_already_paid'],
  [{ status: 'cancelled', cancelReason: 'expired' },        'order_expired'],
  [{ status: 'cancelled', cancelReason: 'customer' },       'order_cancelled'],
  [{ status: 'cancelled', cancelReason: 'backend' },        'order_cancelled'],
];
const open: OrderState = { status: 'pending', overdue: false, amount: 1, mismatched: [] };
const change: Comparison = {
  fits: true,
  isAmountChanged: true,
  isDifferent: true,
  isPaymentInProgress: false,
};

test('an order that can be paid advances', () => {
  expect(decideAdvance(open)).toBe('advanced');
});

test.each(closed)('an order that is %j neither advances nor changes: %s', (state, refusal) => {
  expect(decideAdvance(state)).toBe(refusal);
  expect(decideUpdate(state, change)).toBe(refusal);
  expect(decideUpdate(state, { ...change, fits: false, isDifferent: false })).toBe(refusal);
});

describe('a change to an order that can be paid', () => {
  test.each<[string, Partial<Comparison>]>([
    ['updated', {}],
    ['updated', { isAmountChanged: false, isPaymentInProgress: true }],
    ['unchanged', { isAmountChanged: false, isDifferent: false }],
    ['unchanged', { isAmountChanged: false, isDifferent: false, isPaymentInProgress: true }],
    ['payment_in_progress', { isPaymentInProgress: true }],
    ['amount_differs_from_items', { fits: false }],
    ['amount_differs_from_items', { fits: false, isPaymentInProgress: true }],
  ])('is answered %s when %j', (outcome, comparison) => {
    expect(decideUpdate(open, { ...change, ...comparison })).toBe(outcome);
  });
});
