import { callerOf, subjectOf } from '../auth/caller.ts';
import { customerFor } from '../auth/customer.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import type { OrderDependencies } from './dependencies.ts';
import { paidOrder, pendingOrder } from './examples.ts';
import { representOrder } from './representation.ts';
import { encodeCursor, listOrdersQuery, toFilter } from './list-query.ts';
import { orderPageResponse } from './responses.ts';

export const listOrders = route({
  operationId: 'listOrders',
  method: 'get',
  path: '/v1/orders',
  tag: 'Orders',
  summary: 'List orders, newest first',
  description: `A customer sees its own orders; a backend sees all, or those of one \`customerId\`. An order has to meet all filters.

To get the next page, send its \`nextCursor\` as \`cursor\`, until \`nextCursor\` is null. Orders placed in the meantime do not
shift the pages.

A page has \`limit\` orders, or fewer, but at least one, if they are so large that it would exceed about 1.25 MiB. Only \`nextCursor\` tells whether there are more.`,
  need: 'orders',
  query: listOrdersQuery,
  successes: {
    200: {
      description: 'A page of orders.',
      content: json(orderPageResponse, {
        'A page with more to come': {
          data: [pendingOrder, paidOrder],
          nextCursor: 'b3JkXzAxamRrejN5OHJlMGZ2Mng5azdxNW00bjZw',
        },
        'The last page': { data: [pendingOrder], nextCursor: null },
      }),
    },
  },
  problems: [],
  handle:
    ({ orders, lists }: OrderDependencies) =>
    async ({ query }, response) => {
      const { limit, cursor = null, ...filters } = query;
      const caller = callerOf(response);
      const customerId = customerFor(caller, query.customerId);
      await lists.send(response, subjectOf(caller), async () => {
        const page = await orders.list({ ...toFilter(filters), customerId, limit, after: cursor });
        return { data: page.orders.map(representOrder), nextCursor: page.next && encodeCursor(page.next) };
      });
    },
});
