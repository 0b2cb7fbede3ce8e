import type { Broken } from '../support/breaking.ts';
import { requestOf } from '../support/clean-run.ts';
import { instant, request } from '../support/hand-made.ts';

/** Histories with one thing wrong with what commands did. */
export const brokenCommands: Broken[] = [
  [
    'placements_are_kept',
    'an acknowledged order is not in the ledger',
    'pending',
    ({ state, pending, history }) => {
      state.orders.delete(pending.id);
      history.webhooks = history.webhooks.filter(({ body }) => !body.includes(pending.id));
    },
  ],
  ['placements_are_kept', 'an order has another amount', 'pending', ({ pending }) => (pending.amount = 501)],
  ['placements_are_kept', 'an order has other metadata', 'pending', ({ pending }) => (pending.metadata = {})],
  [
    'placements_are_kept',
    'an order has a longer window than was asked for',
    'pending',
    (run) => (run.pending.createdAt = instant(64)),
  ],
  [
    'one_order_per_key',
    'a repeated key gave another order',
    'pending',
    (run) => (requestOf(run, 'place', run.pending.id).key = 'key-paid'),
  ],
  [
    'acknowledged_payments_are_kept',
    'a payment was answered 200 and its order expired',
    'expired',
    ({ history, expired }) =>
      history.requests.push(request('pay', expired, 500, { sent: { paymentReference: 'p9' }, answer: {} })),
  ],
  [
    'acknowledged_payments_are_kept',
    'a payment was answered 200 and another one was kept',
    'paid',
    (run) => (requestOf(run, 'pay', run.paid.id).status = 200),
  ],
  [
    'acknowledged_payments_are_kept',
    'a payment was answered 200 and is not in the record of payments',
    'paid',
    ({ paid }) => void paid.payments.shift(),
  ],
  [
    'acknowledged_payments_are_kept',
    'a payment without reference was answered 200 and the order was cancelled',
    'cancelled',
    ({ history, cancelled }) => history.requests.push(request('pay', cancelled, 300, { answer: {} })),
  ],
  [
    'refused_payments_are_refunded_once',
    'a refused payment is not recorded',
    'cancelled',
    ({ cancelled }) => (cancelled.payments = []),
  ],
  [
    'refused_payments_are_refunded_once',
    'a payment of another amount is not recorded',
    'pending',
    ({ history, pending }) =>
      history.requests.push(
        request('pay', pending, 500, {
          sent: { paymentReference: 'p7', amount: 1 },
          status: 422,
          answer: { code: 'amount_mismatch' },
        }),
      ),
  ],
  [
    'refused_payments_are_refunded_once',
    "a refused payment's refund was requested twice",
    'cancelled',
    ({ cancelled }) => {
      cancelled.events.push({ ...cancelled.events[2]!, sequence: 4, webhookId: 'evt_cancelled_4' });
      cancelled.version = 4;
    },
  ],
  [
    'refused_payments_are_refunded_once',
    'a refused payment was kept',
    'cancelled',
    ({ cancelled }) => (cancelled.payments[0]!.outcome = 'accepted'),
  ],
  [
    'no_money_from_nowhere',
    'a payment is recorded that nobody sent',
    'paid',
    ({ paid }) => paid.payments.push({ reference: 'p8', amount: 500, outcome: 'duplicate' }),
  ],
  [
    'no_money_from_nowhere',
    'a payment is recorded that was answered 422',
    'cancelled',
    (run) => (requestOf(run, 'pay', run.cancelled.id).status = 422),
  ],
  [
    'no_money_from_nowhere',
    'a payment is recorded with another amount than was paid',
    'paid',
    ({ paid }) => (paid.payments[0]!.amount = 499),
  ],
  [
    'acknowledged_cancels_are_kept',
    'a cancellation was answered 200 and the order is paid',
    'paid',
    ({ history, paid }) => history.requests.push(request('cancel', paid, 300, { answer: {} })),
  ],
  [
    'no_cancel_from_nowhere',
    'an order was cancelled for a reason that nobody gave',
    'cancelled',
    (run) => (requestOf(run, 'cancel', run.cancelled.id).sent = { reason: 'another' }),
  ],
  [
    'no_cancel_from_nowhere',
    'an order was cancelled by a request that was refused',
    'cancelled',
    (run) => (requestOf(run, 'cancel', run.cancelled.id).status = 409),
  ],
  [
    'extensions_count_once',
    'an acknowledged extension did not happen',
    'paid',
    ({ history, paid }) =>
      history.requests.push(request('extend', paid, 300, { sent: { seconds: 5 }, answer: {} })),
  ],
  [
    'extensions_count_once',
    'an extension happened that was refused',
    'paid',
    (run) => (requestOf(run, 'extend', run.paid.id).status = 409),
  ],
  [
    'extensions_count_once',
    'an extension happened twice',
    'pending',
    ({ history, pending }) => {
      history.requests.push(request('extend', pending, 300, { sent: { seconds: 5 }, status: null }));
      for (const sequence of [2, 3]) {
        const due = instant(3_600_065 + 5_000 * (sequence - 1));
        const data = { seconds: 5, expiresAt: due, payBy: due };
        const type = 'order.extended';
        pending.events.push({ sequence, type, data, occurredAt: instant(310), webhookId: `evt_${sequence}` });
      }
      pending.expiresAt = instant(3_610_065);
      pending.payBy = pending.expiresAt;
    },
  ],
];
