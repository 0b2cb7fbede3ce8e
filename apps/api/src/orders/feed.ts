import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Feed } from '@order-countdown/shared/orders/feed';
import { callerOf, subjectOf, type Caller } from '../auth/caller.ts';
import { json } from '../http/content.ts';
import type { Lists } from '../http/lists.ts';
import { Problem } from '../http/problem.ts';
import { route } from '../http/route.ts';
import { feedEvents } from './examples.ts';
import {
  encodeFeedCursor,
  eventPageResponse,
  listEventsQuery,
  type FeedEventResponse,
} from './feed-contract.ts';
import { representEvent } from './representation.ts';

export interface FeedDependencies {
  feed: Feed;
  lists: Lists;
}

export const listEvents = route({
  operationId: 'listEvents',
  method: 'get',
  path: '/v1/events',
  tag: 'Orders',
  summary: 'Read the events of all orders',
  description: `Every event of every order, oldest first: to follow all that happens without webhooks, or to catch up with what they
missed. A reader that stores \`nextCursor\` with what it has processed, and sends it as \`after\`, misses nothing, sees each
event at least once, and those of each order by \`sequence\`. An event appears within about a second of its commit.

\`nextCursor\` is never null. On a page without news it is the \`after\` that was sent: ask again later. With \`types\`, a page
may have few events, or none, though more follow; then its \`nextCursor\` differs from \`after\`.

New types of events may be added: ignore those you do not know. After the database was restored or failed over, cursors
from before are answered with 410: begin again without \`after\`, and skip what you know by \`id\`.`,
  need: 'backend',
  query: listEventsQuery,
  successes: {
    200: {
      description: 'A page of events.',
      content: json(eventPageResponse, {
        'The first page': { data: feedEvents, nextCursor: exampleCursor(2, feedEvents[1]) },
        'Nothing new': { data: [], nextCursor: exampleCursor(2, feedEvents[1]) },
      }),
    },
  },
  problems: ['cursor_expired'],
  handle:
    ({ feed, lists }: FeedDependencies) =>
    async ({ query: { after = null, types = null, limit } }, response) => {
      const caller = callerOf(response);
      await lists.send(response, subjectOf(caller), async () => {
        const answer = await feed.read({ after, types, limit });
        if (answer.outcome === 'expired') throw cursorExpired();
        return {
          data: answer.events.map((event) => representFeedEvent(event, caller)),
          nextCursor: encodeFeedCursor(answer.next),
        };
      });
    },
});

const representFeedEvent = (
  { id, ...event }: OrderEvent & { id: string },
  caller: Caller,
): FeedEventResponse => ({
  id,
  orderId: event.orderId,
  ...representEvent(event, caller),
  actor: event.actor,
});

const cursorExpired = () =>
  new Problem(
    'cursor_expired',
    'The events after this cursor can no longer be told from those you have seen. Begin again without after.',
  );

function exampleCursor(position: number, event: FeedEventResponse | undefined): string {
  return encodeFeedCursor({
    epoch: '7437512345678901234-00000001-16384',
    position,
    eventId: event?.id ?? null,
  });
}
