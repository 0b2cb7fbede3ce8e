import { callerOf, subjectOf } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { pendingOrder } from '../orders/examples.ts';
import { encodeCursor, toFilter } from '../orders/list-query.ts';
import { representOrder } from '../orders/representation.ts';
import { orderPageResponse } from '../orders/responses.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { consoleOrdersQuery } from './list-query.ts';
import { searchOrders } from './search.ts';

export const listConsoleOrders = route({
  operationId: 'listConsoleOrders',
  method: 'get',
  path: '/admin/api/orders',
  tag: 'Console',
  summary: 'List or search orders, newest first',
  description:
    'Filters and pages are those of `GET /v1/orders`. With `q`: the orders that this names, 20 at most, on one page.',
  need: 'backend',
  query: consoleOrdersQuery,
  successes: {
    200: {
      description: 'A page of orders.',
      content: json(orderPageResponse, { One: { data: [pendingOrder], nextCursor: null } }),
    },
  },
  problems: [],
  handle:
    (dependencies: ConsoleDependencies) =>
    ({ query: { q, limit, cursor = null, ...filters } }, response) =>
      dependencies.lists.send(response, subjectOf(callerOf(response)), async () => {
        if (q !== undefined) {
          return { data: (await searchOrders(dependencies, q)).map(representOrder), nextCursor: null };
        }
        const page = await dependencies.orders.list({ ...toFilter(filters), limit, after: cursor });
        return { data: page.orders.map(representOrder), nextCursor: page.next && encodeCursor(page.next) };
      }),
});
