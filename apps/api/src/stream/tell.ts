import type { OrderThen } from '@order-countdown/shared/ledger/since';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Order } from '@order-countdown/shared/order/order';
import type { Caller } from '../auth/caller.ts';
import { representSnapshot, representStreamed } from '../orders/representation.ts';
import type { Stream } from './event-stream.ts';
import { eventsFor } from './viewer-events.ts';
import type { Reader } from './watch.ts';

/** Sends the order as it is. @param id the position from which the caller's events go on */
export function tellSnapshot(stream: Stream, id: number, order: Order): void {
  stream.send({ name: 'snapshot', id, data: representSnapshot(order) });
}

/** Sends what the caller may know of the events. @param order as it was when they were read */
export function tellEvents(
  stream: Stream,
  caller: Caller,
  events: readonly OrderEvent[],
  order: OrderThen,
): void {
  for (const event of eventsFor(caller, events)) {
    stream.send({ name: event.type, id: event.sequence, data: representStreamed(event, caller, order) });
  }
}

/** Sends what happens, and ends the stream once the caller has been told how the order has ended. */
export function tellNews(stream: Stream, caller: Caller): Reader {
  /** Once a snapshot has told the end, the position of the last event there is. It need not be the final one. */
  let endsAt = Infinity;
  return {
    onEvents(events, order) {
      tellEvents(stream, caller, events, order);
      if (events.some(({ type, sequence }) => isFinal(type) || sequence >= endsAt)) stream.end();
    },
    onRestored(order, after) {
      if (order) tellSnapshot(stream, after, order);
      endsAt = !order ? 0 : isSettled(order) ? order.version : Infinity;
      if (after >= endsAt) stream.end();
    },
  };
}

export const isSettled = ({ status }: Order): boolean => status !== 'pending';

const isFinal = (type: OrderEvent['type']) => type === 'order.paid' || type === 'order.cancelled';
