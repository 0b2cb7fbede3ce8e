import type { Watch } from './watch.ts';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Orders } from '@order-countdown/shared/orders/orders';
import type { RequestHandler } from 'express';
import { callerOf, maySee, type Caller } from '../auth/caller.ts';
import { parseOrderId } from '../http/parse.ts';
import { orderNotFound } from '../orders/refusal.ts';
import { representSnapshot, representStreamed } from '../orders/representation.ts';
import { lastEventIdOf } from './last-event-id.ts';
import { setStreamHeaders, type Stream, type Streams } from './streams.ts';

export interface StreamDependencies {
  orders: Pick<Orders, 'read' | 'timeline'>;
  watch: Pick<Watch, 'follow'>;
  streams: Pick<Streams, 'open'>;
}

/**
 * Answers with the order as it is, and then with what happens to it until it is paid or cancelled.
 *
 * Its position in the order's timeline is the `id` of everything that is sent, the snapshot included: whoever
 * comes back with it is told what it missed. Who has missed nothing of a settled order is answered with 204, which
 * is what keeps browsers from coming back for ever.
 */
export function streamOrder({ orders, watch, streams }: StreamDependencies): RequestHandler {
  return async (request, response) => {
    const id = parseOrderId(request);
    const lastEventId = lastEventIdOf(request);
    const caller = callerOf(response);
    const order = await orders.read(id);
    if (!order || !maySee(caller, order)) throw orderNotFound();

    const isSettled = order.status !== 'pending';
    const after = Math.min(lastEventId ?? order.version, order.version);
    if (isSettled && lastEventId !== null && after === order.version) {
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
    stream.send({ name: 'snapshot', id: after, data: representSnapshot(order) });
    if (isSettled) {
      missed.filter(({ sequence }) => sequence > after).forEach((event) => sendEvent(stream, event));
      stream.end();
    } else {
      stop = watch.follow(order, after, (events) => {
        events.forEach((event) => sendEvent(stream, event));
        if (events.some(isFinal)) stream.end();
      });
    }
  };
}

/** A backend's streams are those of many shoppers. */
function readerOf(caller: Caller): string | null {
  if (caller.kind === 'backend') return null;
  return caller.kind === 'viewer' ? `order ${caller.orderId}` : `subject ${caller.subject}`;
}

function sendEvent(stream: Stream, event: OrderEvent): void {
  stream.send({ name: event.type, id: event.sequence, data: representStreamed(event) });
}

const isFinal = ({ type }: OrderEvent) => type === 'order.paid' || type === 'order.cancelled';
