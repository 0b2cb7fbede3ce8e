import { callerOf, maySee, readerOf } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import type { OrderDependencies } from './dependencies.ts';
import { timeline } from './examples.ts';
import { orderNotFound } from './refusal.ts';
import { representEvent } from './representation.ts';
import { encodeTimelineCursor, listOrderEventsQuery, orderParams } from './requests.ts';
import { timelineResponse } from './responses.ts';

/** With a cursor alone: as in every other list. */
const defaultPageSize = 20;

export const listOrderEvents = route({
  operationId: 'listOrderEvents',
  method: 'get',
  path: '/v1/orders/{id}/events',
  tag: 'Orders',
  summary: "Get an order's timeline",
  description: `Every event of the order, oldest first. \`sequence\` counts from 1 without gaps. New types of events may be added: ignore
those you do not know.

With \`limit\` or \`cursor\` the answer is one page: to get the next one, send its \`nextCursor\` as \`cursor\`, until
\`nextCursor\` is null.`,
  need: 'orders',
  params: orderParams,
  query: listOrderEventsQuery,
  successes: {
    200: {
      description: 'The timeline.',
      content: json(timelineResponse, {
        'Placed and paid': { data: timeline },
        'A page with more to come': { data: timeline.slice(0, 1), nextCursor: 'MQ' },
      }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders, lists }: OrderDependencies) =>
    async ({ params: { id }, query: { limit, cursor } }, response) => {
      const isWhole = limit === undefined && cursor === undefined;
      const caller = callerOf(response);
      await lists.send(response, readerOf(caller), async () => {
        const [order, answer] = await Promise.all([
          orders.read(id),
          isWhole
            ? whole(orders, id)
            : page(orders, { id, after: cursor ?? 0, limit: limit ?? defaultPageSize }),
        ]);
        if (!order || !maySee(caller, order)) throw orderNotFound();
        return answer;
      });
    },
});

type Timelines = Pick<OrderDependencies['orders'], 'timeline' | 'timelinePage'>;

const whole = async (orders: Timelines, id: string) => ({
  data: (await orders.timeline(id)).map(representEvent),
});

async function page(orders: Timelines, query: Parameters<Timelines['timelinePage']>[0]) {
  const { events, next } = await orders.timelinePage(query);
  return { data: events.map(representEvent), nextCursor: next && encodeTimelineCursor(next) };
}
