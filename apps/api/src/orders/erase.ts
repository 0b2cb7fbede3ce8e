import { z } from 'zod';
import type { Erasure } from '@order-countdown/shared/orders/erasure';
import { actorOf, callerOf, customerKeyHolder } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { named, storableText } from '../http/schemas.ts';
import { sendJson } from '../http/send-json.ts';

export interface ErasureDependencies {
  erasure: Erasure;
}

const erasedCustomerResponse = named(
  'ErasedCustomer',
  z.object({
    erasedOrders: z
      .int()
      .min(0)
      .describe(
        'Paid and cancelled orders. Of very many, or while one is being changed, the last follow within seconds.',
      ),
    pendingOrders: z
      .int()
      .min(0)
      .describe('Orders that can still be paid. They are erased when they are paid or cancelled.'),
  }),
);

export const eraseCustomer = route({
  operationId: 'eraseCustomer',
  method: 'post',
  path: '/v1/customers/{customerId}/erase',
  tag: 'Orders',
  summary: 'Forget a customer',
  description: `Erases, for good, what the customer's orders say of the customer: \`customerId\`, \`reference\`, \`metadata\`, the names of items,
notes, providers, references and reasons of payment attempts, \`Idempotency-Key\`s, and all of these in events; what receivers of
webhooks answered is deleted, too. View tokens of the orders read nothing any more. Amounts, currencies, items' \`sku\`s, and
payments with their references stay.

Each order gets an event \`customer.erased\` when it is erased: have your own systems forget it, too. Pending orders are erased
when they are paid or cancelled. Repeating it is safe, and covers what was placed since.`,
  need: 'backend',
  params: z.object({
    customerId: storableText(255).meta({ description: 'The id of the customer.', example: 'cus_42' }),
  }),
  successes: {
    200: {
      description: 'The customer is forgotten, or will be.',
      content: json(erasedCustomerResponse, {
        'One order is pending': { erasedOrders: 3, pendingOrders: 1 },
      }),
    },
  },
  problems: [],
  handle:
    ({ erasure }: ErasureDependencies) =>
    async ({ params: { customerId } }, response) => {
      const actor = actorOf(callerOf(response));
      sendJson(response, await erasure.forget({ customerId, caller: customerKeyHolder(customerId), actor }));
    },
});
