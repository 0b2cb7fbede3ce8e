import { z } from 'zod';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Order } from '@order-countdown/shared/order/order';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { callerOf, maySee, type Caller } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import { orderNotFound } from '../orders/refusal.ts';
import { representSnapshot, representStreamed } from '../orders/representation.ts';
import { orderParams } from '../orders/requests.ts';
import { setStreamHeaders, type Stream, type Streams } from './streams.ts';
import type { Watch } from './watch.ts';

export interface StreamDependencies {
  orders: Pick<Orders, 'read' | 'timeline'>;
  watch: Pick<Watch, 'follow'>;
  streams: Pick<Streams, 'open'>;
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
cancelled. A further \`snapshot\` replaces all before it: the database was restored to an older state. The \`id\` of each event is its \`sequence\`: a client that reconnects with it gets what it has missed, or 204
if there is nothing more to come.`,
  need: 'view',
  params: orderParams,
  headers: z.object({ 'Last-Event-ID': lastEventId.optional() }),
  successes: {
    200: { description: 'The stream.', content: { 'text/event-stream': {} } },
    204: { description: 'The order is paid or cancelled, and the client has missed nothing.', content: {} },
  },
  problems: ['order_not_found'],
  handle:
    ({ orders, watch, streams }: StreamDependencies) =>
    async ({ params: { id }, headers, request }, response) => {
      const seen = headers['Last-Event-ID'] ?? null;
      const caller = callerOf(response);
      const order = await orders.read(id);
      if (!order || !maySee(caller, order)) throw orderNotFound();

      const isSettled = order.status !== 'pending';
      const after = Math.min(seen ?? order.version, order.version);
      // One who has seen more than there is knows of events that were lost with a restore.
      if (isSettled && seen === order.version) {
        response.status(204).end();
        return;
      }
      if (request.method === 'HEAD') {
        setStreamHeaders(response);
        response.end();
        return;
      }
      const missed = isSettled && after < order.version ? await orders.timeline(id) : [];

      let stop = () => {};
      const stream = streams.open(response, readerOf(caller), () => stop());
      const sendSnapshot = (id: number, current: Order) =>
        stream.send({ name: 'snapshot', id, data: representSnapshot(current) });
      sendSnapshot(after, order);
      if (isSettled) {
        missed.filter(({ sequence }) => sequence > after).forEach((event) => sendEvent(stream, event));
        stream.end();
      } else {
        stop = watch.follow(order, after, {
          onEvents(events) {
            events.forEach((event) => sendEvent(stream, event));
            if (events.some(isFinal)) stream.end();
          },
          onRestored(current, known) {
            if (current) sendSnapshot(known, current);
            const isOver = !current || (current.status !== 'pending' && known === current.version);
            if (isOver) stream.end();
          },
        });
      }
    },
});

/** Null: a backend has many shoppers' streams, so it has no limit of its own. */
function readerOf(caller: Caller): string | null {
  if (caller.kind === 'backend') return null;
  return caller.kind === 'viewer' ? `order ${caller.orderId}` : `subject ${caller.subject}`;
}

function sendEvent(stream: Stream, event: OrderEvent): void {
  stream.send({ name: event.type, id: event.sequence, data: representStreamed(event) });
}

const isFinal = ({ type }: OrderEvent) => type === 'order.paid' || type === 'order.cancelled';
