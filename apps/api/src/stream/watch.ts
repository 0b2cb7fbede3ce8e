import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { eventsPageSize } from '@order-countdown/shared/ledger/since';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Order } from '@order-countdown/shared/order/order';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { createNudges } from './change-listener.ts';

/** Follows orders for whoever wants to know what happens to them, as it happens. */
export interface Watch {
  /**
   * Tells every event of the order whose sequence is greater than `after`: in order, without gaps, none twice.
   *
   * @param order as it was read a moment ago
   * @returns what stops it
   */
  follow(
    order: Pick<Order, 'id' | 'remainingMs'>,
    after: number,
    tell: (events: readonly OrderEvent[]) => void,
  ): () => void;
  close(): void;
}

export interface WatchDependencies {
  ledger: Pick<Ledger, 'read' | 'eventsSince'>;
  /** A connection of its own: see `createSubscriberRedis`. */
  redis: Redis;
  logger: Logger;
}

interface Follower {
  after: number;
  tell: (events: readonly OrderEvent[]) => void;
}

interface Watched {
  id: string;
  followers: Set<Follower>;
  isListening: Promise<void>;
  /** The next two by `performance.now()`. */
  deadlineAt: number;
  lookAt: number;
  isLooking: boolean;
  mustLookAgain: boolean;
}

/** A nudge can get lost with the process that should have sent it. */
const lookIntervalMs = 15_000;
/** While nudges can't be heard, or the ledger gave no answer. */
const deafLookIntervalMs = 2_000;
/** From the deadline on the order will be cancelled any moment; after that long it should have been. */
const deadlineGraceMs = 300;
const overdueLookIntervalMs = 1_000;
const tickMs = 100;

/**
 * A nudge makes us look into the ledger, and so does time: now and then, often while Redis is away, and at each
 * order's deadline. Looks of many orders at once share a statement, and all followers of an order share a look.
 */
export function createWatch({ ledger, redis, logger }: WatchDependencies): Watch {
  const orders = new Map<string, Watched>();
  const nudges = createNudges(redis, {
    nudged(id) {
      const watched = orders.get(id);
      if (watched) void look(watched);
    },
    interrupted: () => orders.forEach((watched) => void look(watched)),
  });

  const ticking = setInterval(() => {
    const now = performance.now();
    for (const watched of orders.values()) if (watched.lookAt <= now) void look(watched);
  }, tickMs);

  /** A look that is asked for during another one follows it: what it is about may have come too late for that. */
  async function look(watched: Watched): Promise<void> {
    watched.mustLookAgain = true;
    if (watched.isLooking) return;
    watched.isLooking = true;
    let restMs: number | undefined;
    try {
      while (watched.mustLookAgain && watched.followers.size > 0) {
        watched.mustLookAgain = false;
        await tellNews(watched);
      }
    } catch (error) {
      logger.debug({ err: error, orderId: watched.id }, 'could not look at an order, will look again');
      restMs = deafLookIntervalMs;
    } finally {
      watched.isLooking = false;
      planLook(watched, restMs);
    }
  }

  async function tellNews(watched: Watched): Promise<void> {
    const { id, followers } = watched;
    // Whoever comes during the look may have to be told of more than it asks for, and has a look to come.
    const asking = [...followers];
    const after = Math.min(...asking.map((follower) => follower.after));
    const isOverdue = performance.now() >= watched.deadlineAt;
    const [events, order] = await Promise.all([
      ledger.eventsSince({ id, after }),
      isOverdue ? ledger.read(id) : null,
    ]);
    // It may have been extended, or our clock is ahead.
    if (order) watched.deadlineAt = deadlineOf(order);
    for (const follower of asking.filter((each) => followers.has(each))) {
      const news = events.filter(({ sequence }) => sequence > follower.after);
      follower.after = news.at(-1)?.sequence ?? follower.after;
      if (news.length > 0) follower.tell(news);
    }
    if (events.length >= eventsPageSize) watched.mustLookAgain = true;
  }

  function planLook(watched: Watched, restMs = nudges.isListening() ? lookIntervalMs : deafLookIntervalMs) {
    const now = performance.now();
    const isOverdue = now >= watched.deadlineAt;
    watched.lookAt = isOverdue
      ? now + Math.min(restMs, overdueLookIntervalMs)
      : Math.min(now + restMs, watched.deadlineAt);
  }

  function begin({ id, remainingMs }: Pick<Order, 'id' | 'remainingMs'>): Watched {
    const watched: Watched = {
      id,
      followers: new Set(),
      isListening: nudges.listen(id),
      deadlineAt: deadlineOf({ remainingMs }),
      lookAt: Infinity,
      isLooking: false,
      mustLookAgain: false,
    };
    orders.set(id, watched);
    return watched;
  }

  return {
    follow(order, after, tell) {
      const watched = orders.get(order.id) ?? begin(order);
      const follower = { after, tell };
      watched.followers.add(follower);
      // First listen, then look: what happens in between is told twice over, and never missed.
      void watched.isListening.then(() => look(watched));
      return () => {
        watched.followers.delete(follower);
        if (watched.followers.size > 0 || orders.get(order.id) !== watched) return;
        orders.delete(order.id);
        nudges.ignore(order.id);
      };
    },

    close() {
      clearInterval(ticking);
      nudges.close();
    },
  };
}

const deadlineOf = ({ remainingMs }: Pick<Order, 'remainingMs'>) =>
  performance.now() + remainingMs + deadlineGraceMs;
