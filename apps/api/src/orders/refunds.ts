import { actorOf, callerOf, subjectOf } from '../auth/caller.ts';
import { json, jsonBody } from '../http/content.ts';
import { Problem } from '../http/problem.ts';
import { route } from '../http/route.ts';
import { sendJson } from '../http/send-json.ts';
import { noteDecision } from '../http/story.ts';
import type { OrderDependencies } from './dependencies.ts';
import {
  dueRefund,
  encodeRefundCursor,
  listRefundsQuery,
  madeRefund,
  recordRefundBody,
  refundPageResponse,
  refundParams,
  refundResponse,
  representRefund,
} from './refund-contract.ts';

export const listRefunds = route({
  operationId: 'listRefunds',
  method: 'get',
  path: '/v1/refunds',
  tag: 'Refunds',
  summary: 'List refunds, newest first',
  description: `Every payment that was refused and recorded is a refund: \`due\` until you report it as made. With \`status=due\` these are
all that you owe.

To get the next page, send its \`nextCursor\` as \`cursor\`, until \`nextCursor\` is null.`,
  need: 'backend',
  query: listRefundsQuery,
  successes: {
    200: {
      description: 'A page of refunds.',
      content: json(refundPageResponse, {
        'One due, one made': { data: [dueRefund, madeRefund], nextCursor: null },
      }),
    },
  },
  problems: [],
  handle:
    ({ orders, lists }: OrderDependencies) =>
    ({ query }, response) => {
      const {
        status = null,
        reason = null,
        orderId = null,
        customerId = null,
        limit,
        cursor: after = null,
      } = query;
      return lists.send(response, subjectOf(callerOf(response)), async () => {
        const page = await orders.listRefunds({ status, reason, orderId, customerId, limit, after });
        return {
          data: page.refunds.map(representRefund),
          nextCursor: page.next && encodeRefundCursor(page.next),
        };
      });
    },
});

export const getRefund = route({
  operationId: 'getRefund',
  method: 'get',
  path: '/v1/refunds/{id}',
  tag: 'Refunds',
  summary: 'Get a refund',
  description: 'The refund as it is in the database now.',
  need: 'backend',
  params: refundParams,
  successes: {
    200: {
      description: 'The refund.',
      content: json(refundResponse, { Due: dueRefund, Made: madeRefund }),
    },
  },
  problems: ['refund_not_found'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id } }, response) => {
      const refund = await orders.readRefund(id);
      if (!refund) throw refundNotFound();
      sendJson(response, representRefund(refund));
    },
});

export const recordRefund = route({
  operationId: 'recordRefund',
  method: 'post',
  path: '/v1/refunds/{id}/refunded',
  tag: 'Refunds',
  summary: 'Report a refund as made',
  description: `Make the refund with your payment provider first, then report it. The refund becomes \`refunded\`, and \`payment.refunded\` is
added to the order's timeline, once.

Reporting it again, without a \`refundReference\` or with the same: 200, and nothing changes. A \`refundReference\` is added
if none was given before. With another one: \`refund_already_recorded\`.`,
  need: 'backend',
  params: refundParams,
  body: jsonBody(recordRefundBody, {
    'With its reference': { refundReference: 're_5c0e' },
    'Without one': {},
  }),
  successes: {
    200: { description: 'The refund that was made.', content: json(refundResponse, { Made: madeRefund }) },
  },
  problems: ['refund_not_found', 'refund_already_recorded'],
  handle:
    ({ orders }: OrderDependencies) =>
    async ({ params: { id }, body: { refundReference = null } }, response) => {
      const actor = actorOf(callerOf(response));
      const verdict = await orders.refund({ id, actor, refundReference });
      if (verdict.outcome === 'not_found') throw refundNotFound();
      const { outcome, refund } = verdict;
      noteDecision(response, { outcome, order: { id: refund.orderId } });
      if (outcome === 'refund_already_recorded') {
        throw new Problem(outcome, `The refund is recorded as ${refund.refundReference}.`);
      }
      sendJson(response, representRefund(refund));
    },
});

const refundNotFound = () => new Problem('refund_not_found', 'There is no refund with this id.');
