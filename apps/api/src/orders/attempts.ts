import type { PaymentAttempt } from '@order-countdown/shared/order/attempt';
import { actorOf, callerOf, maySee, ownerFor, subjectOf } from '../auth/caller.ts';
import { repeatOf } from '../auth/repeatable.ts';
import { json, jsonBody } from '../http/content.ts';
import { noteRepeated, repeatDescription, repeatHeaders } from '../http/repeat.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import type { OrderDependencies } from './dependencies.ts';
import { failedAttempt, lapsedAttempt, openAttempt } from './examples.ts';
import { acceptedAttempt, orderNotFound } from './refusal.ts';
import { representAttempt } from './representation.ts';
import { attemptParams, failPaymentBody, orderParams, startPaymentBody } from './requests.ts';
import { paymentAttemptListResponse, paymentAttemptResponse } from './responses.ts';

export const startPayment = route({
  operationId: 'startPayment',
  method: 'post',
  path: '/v1/orders/{id}/payment-attempts',
  tag: 'Orders',
  summary: 'Start a payment attempt',
  description: `Tell us before the shopper goes to the payment provider: while the attempt is open, the order is not cancelled at \`payBy\`,
but at \`holdUntil\` at the earliest. That is \`PAYMENT_HOLD_SECONDS\`, usually two minutes, after the start of the attempt, or
after \`payBy\` if the attempt starts later. \`expiresAt\` of the order becomes the latest of \`payBy\` and the \`holdUntil\` of its
open attempts.

- While an attempt is open, starting one with the same \`provider\` and \`reference\`, or again without either, returns that
  attempt, with 200.
- Starting is possible before \`expiresAt\`; after that: \`order_expired\`. On a cancelled or paid order: \`order_cancelled\`,
  \`order_already_paid\`.
- An order has at most 20 attempts: \`too_many_payment_attempts\`.

${repeatDescription}

An attempt is no payment: confirm that with \`attemptId\`. Orders can be paid without attempts, too.`,
  need: 'payments',
  params: orderParams,
  headers: repeatHeaders,
  body: jsonBody(startPaymentBody, {
    'At a payment provider': { provider: 'stripe', reference: 'pi_3Q7f3c' },
    'Without details': {},
  }),
  successes: {
    201: {
      description: 'The attempt, which is open.',
      headers: ['Idempotency-Replayed'],
      content: json(paymentAttemptResponse, { Started: openAttempt }),
    },
    200: {
      description: 'An open attempt with the same provider and reference.',
      content: json(paymentAttemptResponse, { 'Started before': openAttempt }),
    },
  },
  problems: [
    'order_not_found',
    'order_expired',
    'order_cancelled',
    'order_already_paid',
    'too_many_payment_attempts',
    'idempotency_key_reused',
  ],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body: { provider = null, reference = null }, headers }, response) => {
      const caller = callerOf(response);
      const asked = { id, provider, reference };
      const repeat = repeatOf(response, 'startPayment', headers, asked, represented);
      const verdict = await orders.startPayment(
        { ...asked, actor: actorOf(caller), owner: ownerFor(caller) },
        repeat,
      );
      noteDecision(response, verdict);
      if (verdict.outcome === 'repeated' || verdict.outcome === 'idempotency_key_reused') {
        const earlier = noteRepeated(response, verdict);
        response.statusCode = 201;
        return sendJson(response, earlier);
      }
      const attempt = acceptedAttempt(verdict);
      response.statusCode = verdict.outcome === 'started' ? 201 : 200;
      sendJson(response, representAttempt(attempt));
    },
});

const represented = ({ attempt }: { attempt: PaymentAttempt }) => representAttempt(attempt);

export const failPayment = route({
  operationId: 'failPayment',
  method: 'post',
  path: '/v1/orders/{id}/payment-attempts/{attemptId}/fail',
  tag: 'Orders',
  summary: 'Report that a payment attempt failed',
  description: `Ends the hold of an open attempt. If no other attempt is open and \`payBy\` has passed, the order is due now and is cancelled.

On a failed attempt: 200, and nothing changes. On one that has succeeded or lapsed: \`payment_attempt_closed\`. A failed
attempt may still pay, while the order can be paid.`,
  need: 'payments',
  params: attemptParams,
  body: jsonBody(failPaymentBody, { 'With a reason': { reason: 'card_declined' }, 'Without one': {} }),
  successes: {
    200: {
      description: 'The failed attempt.',
      content: json(paymentAttemptResponse, { Failed: failedAttempt }),
    },
  },
  problems: ['order_not_found', 'not_found', 'payment_attempt_closed'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id, attemptId }, body: { reason = null } }, response) => {
      const caller = callerOf(response);
      const by = { actor: actorOf(caller), owner: ownerFor(caller) };
      const verdict = await orders.failPayment({ id, attemptId, reason, ...by });
      noteDecision(response, verdict);
      sendJson(response, representAttempt(acceptedAttempt(verdict)));
    },
});

export const listPaymentAttempts = route({
  operationId: 'listPaymentAttempts',
  method: 'get',
  path: '/v1/orders/{id}/payment-attempts',
  tag: 'Orders',
  summary: "List an order's payment attempts",
  description: 'All of them, oldest first.',
  need: 'orders',
  params: orderParams,
  successes: {
    200: {
      description: 'The attempts.',
      content: json(paymentAttemptListResponse, {
        'One lapsed, one open': { data: [lapsedAttempt, openAttempt], nextCursor: null },
        None: { data: [], nextCursor: null },
      }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders, lists }: OrderDependencies) =>
    async ({ params: { id } }, response) => {
      const caller = callerOf(response);
      await lists.send(response, subjectOf(caller), async () => {
        const [order, attempts] = await Promise.all([orders.read(id), orders.attempts(id)]);
        if (!order || !maySee(caller, order)) throw orderNotFound();
        return { data: attempts.map(representAttempt), nextCursor: null };
      });
    },
});
