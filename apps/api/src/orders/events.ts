import { callerOf, maySee, subjectOf, type Caller } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import { route } from '../http/route.ts';
import { maxPageSize } from '../http/schemas.ts';
import type { OrderDependencies } from './dependencies.ts';
import { timeline, timelineForBackends } from './examples.ts';
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
those you do not know. Only backends get \`actor\`, who made the change.

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
        'For a backend': { data: timelineForBackends },
        'A page with more to come': { data: timeline.slice(0, 1), nextCursor: 'MQ' },
      }),
    },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders, lists }: OrderDependencies) =>
    async ({ params: { id }, query: { limit, cursor } }, response) => {
      const caller = callerOf(response);
      const reader = subjectOf(caller);
      async function readIfAllowed(after: number, size: number): Promise<TimelinePage> {
        const [order, page] = await Promise.all([
          orders.read(id),
          orders.timelinePage({ id, after, limit: size }),
        ]);
        if (!order || !maySee(caller, order)) throw orderNotFound();
        return page;
      }

      if (limit === undefined && cursor === undefined) {
        const first = () => readIfAllowed(0, maxPageSize);
        return lists.sendParts(response, reader, wholeTimeline(orders, id, caller, first));
      }
      await lists.send(response, reader, async () => {
        const { events, next } = await readIfAllowed(cursor ?? 0, limit ?? defaultPageSize);
        return {
          data: events.map((event) => representEvent(event, caller)),
          nextCursor: next && encodeTimelineCursor(next),
        };
      });
    },
});

type Pages = Pick<OrderDependencies['orders'], 'timelinePage'>;
type TimelinePage = Awaited<ReturnType<Pages['timelinePage']>>;

/** As JSON. A backend may write any number of events, so only a page of them is in memory at a time. */
async function* wholeTimeline(
  orders: Pages,
  id: string,
  caller: Caller,
  first: () => Promise<TimelinePage>,
): AsyncGenerator<string> {
  let page = await first();
  yield `{"data":[${entriesOf(page, caller)}`;
  while (page.next !== null) {
    page = await orders.timelinePage({ id, after: page.next, limit: maxPageSize });
    yield `,${entriesOf(page, caller)}`;
  }
  yield ']}';
}

const entriesOf = ({ events }: TimelinePage, caller: Caller) =>
  events.map((event) => JSON.stringify(representEvent(event, caller))).join(',');
