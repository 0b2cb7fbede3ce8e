import { z } from 'zod';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { requireUnexpired } from '../auth/authenticate.ts';
import { callerOf, maySee } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import { orderNotFound } from '../orders/refusal.ts';
import { orderParams } from '../orders/requests.ts';
import { setStreamHeaders } from './event-stream.ts';
import { readerOf } from './stream-reader.ts';
import type { StreamPlaces } from './stream-places.ts';
import type { Streams } from './streams.ts';
import { isSettled, tellEvents, tellNews, tellSnapshot } from './tell.ts';
import { eventsFor } from './viewer-events.ts';
import type { Watch } from './watch.ts';

export interface StreamDependencies {
  orders: Pick<Orders, 'read' | 'timeline'>;
  watch: Pick<Watch, 'follow'>;
  streams: Pick<Streams, 'open'>;
  /** Of several processes. Undefined: this one is alone. */
  streamPlaces?: StreamPlaces | undefined;
}

/** A sequence has at most 10 digits. */
const lastEventId = z
  .string()
  .regex(/^\d{1,10}$/, 'must be the id of an event of this stream')
  .transform(Number)
  .meta({
    description: 'The `id` of the last event received. Browsers send it by themselves when they reconnect.',
    example: '1',
  });

/**
 * Sends the order as it is, then its events until it is paid or cancelled.
 *
 * The `id` of every event, the snapshot included, is a position in the order's timeline: a client that sends it back
 * gets what it has missed. If it has missed nothing and the order is paid or cancelled, the answer is 204, which stops
 * browsers from reconnecting.
 */
export const streamOrder = route({
  operationId: 'streamOrder',
  method: 'get',
  path: '/v1/orders/{id}/stream',
  tag: 'Orders',
  summary: 'Watch an order',
  description: `Server-sent events, for a browser's \`EventSource\`. The first is \`snapshot\`: the countdown and the order's \`version\`.
Then follows each event of the timeline as it happens, named by its type. The stream ends when the order is paid or
cancelled. A further \`snapshot\` replaces all before it: the database was restored to an older state. The \`id\` of each
event is its \`sequence\`: a client that reconnects with it gets what it has missed, or 204 if there is nothing more to
come.

An event that tells \`expiresAt\`, as \`order.extended\` and \`order.payment_started\` do, also has \`serverTime\` and
\`remainingMs\`, as the snapshot does: count down from these, since the clock of a browser may be wrong. So it has \`payBy\`
and \`paymentInProgress\`, as they were when it was sent.

A page of another origin may read streams, and call the rest of the API, only if \`CORS_ORIGINS\` lists its origin.

With a view token, \`customerId\`, \`reference\`, \`paymentReference\`, \`provider\`, \`reason\` of a failed payment and
\`note\` are null in every event, and events about refunds are left out, so that \`id\`s have gaps. A stream also ends when the token expires; the next request then gets 401.`,
  need: 'view',
  params: orderParams,
  headers: z.object({ 'Last-Event-ID': lastEventId.optional() }),
  successes: {
    200: { description: 'The stream.', content: { 'text/event-stream': {} } },
    204: { description: 'The order is paid or cancelled, and the client has missed nothing.', content: {} },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders, watch, streams, streamPlaces }: StreamDependencies) =>
    async ({ params: { id }, headers, request }, response) => {
      const seen = headers['Last-Event-ID'] ?? null;
      const caller = callerOf(response);
      requireUnexpired(caller);
      const order = await orders.read(id);
      if (!order || !maySee(caller, order)) throw orderNotFound();

      const after = Math.min(seen ?? order.version, order.version);
      const timeline = isSettled(order) && after < order.version ? await orders.timeline(id) : [];
      const missed = eventsFor(caller, timeline).filter(({ sequence }) => sequence > after);
      // One who has seen more than there is knows of events that were lost with a restore.
      if (isSettled(order) && seen === after && missed.length === 0) {
        response.status(204).end();
        return;
      }
      if (request.method === 'HEAD') {
        setStreamHeaders(response);
        response.end();
        return;
      }

      const reader = readerOf(caller, order, request.ip);
      await streamPlaces?.take(reader, response);
      let stop = () => {};
      const stream = streams.open(response, reader, () => stop());
      tellSnapshot(stream, after, order);
      if (isSettled(order)) {
        tellEvents(stream, caller, missed, order);
        stream.end();
      } else {
        stop = watch.follow(order, after, tellNews(stream, caller));
      }
    },
});
