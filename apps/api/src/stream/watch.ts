import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { eventsPageSize, type News, type OrderThen } from '@order-countdown/shared/ledger/since';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Order } from '@order-countdown/shared/order/order';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { ListenToChanges } from '@order-countdown/shared/redis/change-listener';

/** Follows orders and delivers their events as they happen. */
export interface Watch {
  /**
   * Delivers every event of the order with a sequence greater than `after`: in order, without gaps or repetitions, as
   * long as the ledger is not restored.
   *
   * @param order as it was just read
   * @returns stops following
   */
  follow(order: Pick<Order, 'id' | 'remainingMs'>, after: number, reader: Reader): () => void;
  close(): void;
}

export interface Reader {
  /** @param order as it was when they were read */
  onEvents(events: readonly OrderEvent[], order: OrderThen): void;
  /**
   * The ledger was restored to an older state, so events that were delivered may never have happened.
   *
   * @param order as it is now; null: there is no such order
   * @param after the next events are those with a greater sequence
   */
  onRestored(order: Order | null, after: number): void;
}

export interface WatchDependencies {
  ledger: Pick<Ledger, 'read' | 'eventsSince'>;
  listenToChanges: ListenToChanges;
  logger: Logger;
}

interface Follower {
  /** The sequence of the last event delivered. */
  after: number;
  reader: Reader;
}

interface WatchedOrder {
  id: string;
  followers: Set<Follower>;
  subscribed: Promise<void>;
  /** On the clock of `performance.now()`, like `nextPollAt`. */
  deadlineAt: number;
  nextPollAt: number;
  isReading: boolean;
  /** What has been delivered may never have happened. */
  isRestored: boolean;
  mustReadAgain: boolean;
}

/** Polling catches the change messages that were lost, as when their sender was killed. */
const pollIntervalMs = 15_000;
/** While change messages can't be received, and after a failed read. */
const outagePollIntervalMs = 2_000;
/** How long after the deadline the cancellation should have happened. */
const deadlineGraceMs = 300;
const overduePollIntervalMs = 1_000;
const tickMs = 100;

/**
 * Reads new events from the ledger when a change message arrives, at each order's deadline, and at intervals, which
 * are shorter while messages can't arrive. Reads of many orders share a statement, and all followers of an order share a read.
 */
export function createWatch({ ledger, listenToChanges, logger }: WatchDependencies): Watch {
  const orders = new Map<string, WatchedOrder>();
  const changes = listenToChanges({
    changed(id) {
      const watched = orders.get(id);
      if (watched) void deliverNewEvents(watched);
    },
    restored(id) {
      const watched = orders.get(id);
      if (!watched) return;
      watched.isRestored = true;
      void deliverNewEvents(watched);
    },
    interrupted: () => orders.forEach((watched) => void deliverNewEvents(watched)),
  });

  const ticking = setInterval(() => {
    const now = performance.now();
    for (const watched of orders.values()) if (watched.nextPollAt <= now) void deliverNewEvents(watched);
  }, tickMs);

  /** One read at a time. A call during a read causes another: the running one may have missed the change. */
  async function deliverNewEvents(watched: WatchedOrder): Promise<void> {
    watched.mustReadAgain = true;
    if (watched.isReading) return;
    watched.isReading = true;
    let intervalMs: number | undefined;
    try {
      while (watched.mustReadAgain && watched.followers.size > 0) {
        watched.mustReadAgain = false;
        await readAndDeliver(watched);
      }
    } catch (error) {
      logger.debug({ err: error, orderId: watched.id }, 'could not read the events of an order, will retry');
      intervalMs = outagePollIntervalMs;
    } finally {
      watched.isReading = false;
      schedulePoll(watched, intervalMs);
    }
  }

  async function readAndDeliver(watched: WatchedOrder): Promise<void> {
    const { id, followers } = watched;
    // A follower that joins during the read may need earlier events, and causes a read of its own.
    const readers = [...followers];
    const after = Math.min(...readers.map((follower) => follower.after));
    const news = await ledger.eventsSince({ id, after });
    const isRestored = watched.isRestored || readers.some((follower) => contradicts(news, follower.after));
    const isOverdue = performance.now() >= watched.deadlineAt;
    const order = isRestored || isOverdue ? await ledger.read(id) : null;
    // The order may have been extended, or our clock may be ahead.
    if (order) watched.deadlineAt = deadlineOf(order);
    watched.isRestored = false;
    for (const follower of readers.filter((each) => followers.has(each))) {
      if (isRestored) tellState(follower, order);
      tellEvents(follower, news);
    }
    // The order was read after its events, and may have more.
    const isBehind = isRestored && readers.some(({ after: known }) => known < (order?.version ?? 0));
    if (isBehind || news.events.length >= eventsPageSize) watched.mustReadAgain = true;
  }

  function schedulePoll(
    watched: WatchedOrder,
    intervalMs = changes.isListening(watched.id) ? pollIntervalMs : outagePollIntervalMs,
  ): void {
    const now = performance.now();
    const isOverdue = now >= watched.deadlineAt;
    watched.nextPollAt = isOverdue
      ? now + Math.min(intervalMs, overduePollIntervalMs)
      : Math.min(now + intervalMs, watched.deadlineAt);
  }

  function begin({ id, remainingMs }: Pick<Order, 'id' | 'remainingMs'>): WatchedOrder {
    const watched: WatchedOrder = {
      id,
      followers: new Set(),
      subscribed: changes.subscribe(id),
      deadlineAt: deadlineOf({ remainingMs }),
      nextPollAt: Infinity,
      isReading: false,
      isRestored: false,
      mustReadAgain: false,
    };
    orders.set(id, watched);
    return watched;
  }

  return {
    follow(order, after, reader) {
      const watched = orders.get(order.id) ?? begin(order);
      const follower = { after, reader };
      watched.followers.add(follower);
      // Subscribe first, then read: a change in between is noticed twice rather than missed.
      void watched.subscribed.then(() => deliverNewEvents(watched));
      return () => {
        watched.followers.delete(follower);
        if (watched.followers.size > 0 || orders.get(order.id) !== watched) return;
        orders.delete(order.id);
        changes.unsubscribe(order.id);
      };
    },

    close() {
      clearInterval(ticking);
      changes.close();
    },
  };
}

const deadlineOf = ({ remainingMs }: Pick<Order, 'remainingMs'>) =>
  performance.now() + remainingMs + deadlineGraceMs;

function tellEvents(follower: Follower, { events, order }: News): void {
  const newEvents = events.filter(({ sequence }) => sequence > follower.after);
  follower.after = newEvents.at(-1)?.sequence ?? follower.after;
  if (order && newEvents.length > 0) follower.reader.onEvents(newEvents, order);
}

/** As if the follower had connected again with what it knows. */
function tellState(follower: Follower, order: Order | null): void {
  follower.after = Math.min(follower.after, order?.version ?? 0);
  follower.reader.onRestored(order, follower.after);
}

/** Whether a follower knows events that are not in the ledger: only the last one of an order is final. */
function contradicts({ order, events }: News, after: number): boolean {
  if (!order || after > order.version) return true;
  return order.status !== 'pending' && after === order.version && events.length === 0;
}
