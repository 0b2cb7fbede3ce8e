import type { components } from './openapi.ts';
import { OrderCountdownConnectionError } from './problem.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

type Countdown = components['schemas']['Countdown'];

/** An event of an order's timeline. A later version of the service may write other types: keep a default. */
export type OrderEvent = components['schemas']['OrderEvent'];

/** What is known of an order, and why now. */
export interface OrderUpdate {
  /** `snapshot`: the order as it is. `countdown`: the same, polled. Otherwise the type of `event`. */
  readonly type: 'snapshot' | 'countdown' | OrderEvent['type'] | (string & {});
  /** Once it is `paid` or `cancelled`, the watch ends. */
  readonly status: Countdown['status'];
  /** The order's own deadline. While a payment is in progress, `expiresAt` may be later. */
  readonly payBy: string;
  /** The deadline that decides. Don't compare it with the clock of this machine, which may be wrong: use `remainingMs`. */
  readonly expiresAt: string;
  /** What was left to pay when this update arrived, by the clock of the service. `OrderWatch.remainingMs` goes on counting. */
  readonly remainingMs: number;
  /** Whether the shopper was paying, as far as the shop had said, when this update was sent. */
  readonly paymentInProgress: boolean;
  /** The event that has happened. Null for `snapshot` and `countdown`. */
  readonly event: OrderEvent | null;
}

export interface WatchState {
  /**
   * Takes what a stream sent.
   *
   * @param roundTripMs how long the service may have told it ago; 0 unless it answers a request
   * @throws SyntaxError it is not JSON; OrderCountdownConnectionError it is about another order
   */
  applyStreamed(streamed: ServerSentEvent, roundTripMs?: number): OrderUpdate;
  /** @throws OrderCountdownConnectionError it is about another order */
  applyPolled(countdown: Countdown, roundTripMs?: number): OrderUpdate;
  /** Counts down. Null: nothing is known yet. */
  remainingMs(): number | null;
  isFinal(): boolean;
}

interface Known extends Omit<Countdown, 'id' | 'serverTime'> {
  /** Events up to this position are in what is known. */
  version: number;
  /** When `remainingMs` was so, by a clock of this machine that nobody sets. */
  atMs: number;
}

/** Only an event that tells `expiresAt` tells these, too. */
type StreamedOrderEvent = OrderEvent & { id?: string } & Partial<
    Pick<Countdown, 'payBy' | 'paymentInProgress'>
  >;

const finalStatuses: Readonly<Record<string, Countdown['status']>> = {
  'order.paid': 'paid',
  'order.cancelled': 'cancelled',
};

export const isFinalEvent = (type: string): boolean => Object.hasOwn(finalStatuses, type);

const unrounded = ({ remainingMs, atMs }: Known): number => remainingMs - (performance.now() - atMs);

const maxWayBackMs = 250;

const movedMs = (known: Known, expiresAt: string): number =>
  Date.parse(expiresAt) - Date.parse(known.expiresAt);

/** @param orderId of the order that is watched */
export function createWatchState(orderId: string): WatchState {
  let known: Known | null = null;

  /** A cache between us and the service may mix up what it keeps. */
  function requireOurs({ id = orderId }: { id?: string }): void {
    if (id === orderId) return;
    throw new OrderCountdownConnectionError(`the answer is about the order ${id}, and not ${orderId}`);
  }

  function remainingMs(): number | null {
    return known && Math.max(0, Math.round(unrounded(known)));
  }

  function learn(countdown: Countdown, version: number, roundTripMs: number): void {
    const { status, payBy, expiresAt, paymentInProgress } = countdown;
    const remainingMs = remainingNow(countdown, roundTripMs);
    known = { status, payBy, expiresAt, version, remainingMs, paymentInProgress, atMs: performance.now() };
  }

  /**
   * What is left now is at most what the service told, less the round trip at least. Within these bounds, what we
   * expected stays: it may stem from a faster answer. The first time, it was told half a round trip ago; but of a long one
   * most went by before, while the connection was made and the service was busy.
   */
  function remainingNow({ expiresAt, remainingMs: told }: Countdown, roundTripMs: number): number {
    const expected = known
      ? unrounded(known) + movedMs(known, expiresAt)
      : told - Math.min(roundTripMs / 2, maxWayBackMs);
    return Math.min(told, Math.max(told - roundTripMs, expected));
  }

  /** A snapshot comes first, but after an interruption it is newer than the events that were missed. */
  function advance(event: StreamedOrderEvent): void {
    const { type, sequence, data } = event;
    if (known === null || sequence <= known.version) return;
    const status = finalStatuses[type] ?? known.status;
    const isPending = status === 'pending';
    const expiresAt = 'expiresAt' in data ? data.expiresAt : known.expiresAt;
    known = {
      status,
      payBy: event.payBy ?? known.payBy,
      expiresAt,
      version: sequence,
      remainingMs: isPending ? unrounded(known) + movedMs(known, expiresAt) : 0,
      paymentInProgress: isPending && (event.paymentInProgress ?? known.paymentInProgress),
      atMs: performance.now(),
    };
  }

  function update(type: string, event: OrderEvent | null): OrderUpdate {
    const { status = 'pending', payBy = '', expiresAt = '', paymentInProgress = false } = known ?? {};
    return { type, status, payBy, expiresAt, remainingMs: remainingMs() ?? 0, paymentInProgress, event };
  }

  return {
    applyStreamed({ type, data }, roundTripMs = 0) {
      if (type === 'snapshot') {
        const snapshot = JSON.parse(data) as Countdown & { version: number };
        requireOurs(snapshot);
        learn(snapshot, snapshot.version, roundTripMs);
        return update(type, null);
      }
      const event = JSON.parse(data) as StreamedOrderEvent;
      requireOurs(event);
      advance(event);
      return update(type, event);
    },
    applyPolled(countdown, roundTripMs = 0) {
      requireOurs(countdown);
      learn(countdown, known?.version ?? 0, roundTripMs);
      return update('countdown', null);
    },
    remainingMs,
    isFinal: () => known !== null && known.status !== 'pending',
  };
}
