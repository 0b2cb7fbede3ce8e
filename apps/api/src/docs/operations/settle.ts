import { body, cancelledOrder, expiredOrder, extendedOrder, json, paidOrder } from '../examples.ts';
import type { Operation } from '../operation.ts';

/** The ways in which a caller decides what becomes of an order. */
export const settlingOperations: Operation[] = [
  {
    id: 'payOrder',
    method: 'post',
    path: '/v1/orders/{id}/pay',
    tag: 'Orders',
    summary: 'Confirm the payment of an order',
    description: `Before \`expiresAt\` the order becomes \`paid\`, and stays it.

- On a paid order, the same \`paymentReference\` again, or none, is answered with 200 and changes nothing; another one
  is a second payment and is refused: \`order_already_paid\`.
- From \`expiresAt\` on: \`order_expired\`, even if the cancellation has not run yet.
- On an order that was cancelled before its deadline: \`order_cancelled\`.
- With an \`amount\` that is not the order's: \`amount_mismatch\`, and nothing changes.

A payment that is refused with 409 and has a \`paymentReference\` is recorded, and \`payment.refund_required\` is written to
the timeline: once for each reference.`,
    need: 'payments',
    body: body('PayOrder', {
      'As a payment provider reports it': { paymentReference: 'pay_7f3c', amount: 12_900 },
      'Nothing to tell': {},
    }),
    successes: {
      200: { description: 'The order, which is paid.', content: json('Order', { Paid: paidOrder }) },
    },
    problems: ['order_expired', 'order_cancelled', 'order_already_paid', 'amount_mismatch'],
  },
  {
    id: 'cancelOrder',
    method: 'post',
    path: '/v1/orders/{id}/cancel',
    tag: 'Orders',
    summary: 'Cancel an unpaid order',
    description: `A pending order becomes \`cancelled\`. A cancelled one stays as it is: 200, and nothing changes. A paid one can't be
cancelled: \`order_already_paid\`.

\`cancelReason\` says who cancelled: \`customer\` or \`backend\`, by the token; \`expired\` from the deadline on.`,
    need: 'orders',
    body: body('CancelOrder', { 'With a reason': { reason: 'Ordered twice' }, 'Without one': {} }),
    successes: {
      200: {
        description: 'The order, which is cancelled.',
        content: json('Order', {
          'Cancelled now': cancelledOrder,
          'Cancelled by its deadline': expiredOrder,
        }),
      },
    },
    problems: ['order_already_paid'],
  },
  {
    id: 'extendOrder',
    method: 'post',
    path: '/v1/orders/{id}/extend',
    tag: 'Orders',
    summary: 'Give an order more time',
    description: `While the order is pending and before \`expiresAt\`, the deadline moves by \`seconds\`, to at most 30 days from the order's
creation. The countdown, the alarm and the reminder move with it.

From the deadline on: \`order_expired\`. On an order that is settled: \`order_cancelled\`, \`order_already_paid\`.`,
    need: 'backend',
    body: body('ExtendOrder', { 'Ten minutes more': { seconds: 600 } }),
    successes: {
      200: {
        description: 'The order, with its new deadline.',
        content: json('Order', { Extended: extendedOrder }),
      },
    },
    problems: ['order_expired', 'order_cancelled', 'order_already_paid'],
  },
];
