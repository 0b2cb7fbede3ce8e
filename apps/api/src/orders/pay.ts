import { actorOf, callerOf, ownerFor } from '../auth/caller.ts';
import { json, jsonBody } from '../http/content.ts';
import { Problem } from '../http/problem.ts';
import { route } from '../http/route.ts';
import { noteDecision } from '../http/story.ts';
import { answerDecided } from './answer.ts';
import type { OrderDependencies } from './dependencies.ts';
import { paidOrder } from './examples.ts';
import { exampleAttemptId, orderParams, payOrderBody } from './requests.ts';
import { orderResponse } from './responses.ts';

export const payOrder = route({
  operationId: 'payOrder',
  method: 'post',
  path: '/v1/orders/{id}/pay',
  tag: 'Orders',
  summary: 'Confirm the payment of an order',
  description: `Before \`expiresAt\`, the order becomes \`paid\`, and remains so.

- On a paid order, the same \`paymentReference\` or none: 200, and nothing changes. A different one is a second payment:
  \`order_already_paid\`.
- From \`expiresAt\` on: \`order_expired\`, even if the order has not been cancelled yet.
- On an order that was cancelled before its deadline: \`order_cancelled\`.
- With \`attemptId\`, that payment attempt becomes \`succeeded\` and other open ones lapse. If the order has no such attempt:
  \`validation_failed\`, and nothing changes.
- If \`amount\` is not the order's amount: \`amount_mismatch\`, and the order stays as it is. The same \`paymentReference\`
  does not pay it later either, since the money may have been refunded.

A payment with a \`paymentReference\` that is refused with one of these codes is recorded as a refund, and
\`payment.refund_required\` is added to the timeline, once per reference. An order has room for a limited number of them, usually 100: past it, a refused payment of a
customer is not recorded, and gets \`too_many_refused_payments\` instead. A payment that a backend confirms always is.`,
  need: 'payments',
  params: orderParams,
  body: jsonBody(payOrderBody, {
    'As reported by a payment provider': { paymentReference: 'pay_7f3c', amount: 12_900 },
    'Of a payment attempt': { paymentReference: 'pay_7f3c', amount: 12_900, attemptId: exampleAttemptId },
    'Without details': {},
  }),
  successes: { 200: { description: 'The paid order.', content: json(orderResponse, { Paid: paidOrder }) } },
  problems: [
    'order_not_found',
    'order_expired',
    'order_cancelled',
    'order_already_paid',
    'amount_mismatch',
    'too_many_refused_payments',
  ],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body }, response) => {
      const { paymentReference = null, amount = null, attemptId = null } = body;
      const caller = callerOf(response);
      const payment = { paymentReference, amount, attemptId };
      const by = { actor: actorOf(caller), owner: ownerFor(caller) };
      const verdict = await orders.pay({ id, ...payment, ...by });
      if (
        verdict.outcome === 'amount_mismatch' &&
        (amount ?? verdict.order.amount) === verdict.order.amount
      ) {
        noteDecision(response, verdict);
        throw usedUp(paymentReference);
      }
      answerDecided(response, verdict);
    },
});

/** The amount is right now, but it was another one when the reference was first told. */
const usedUp = (reference: string | null) =>
  new Problem(
    'amount_mismatch',
    `The payment ${reference} was told with another amount before, so it pays nothing and its refund is due. Use another paymentReference.`,
  );
