import type { Random } from '../random.ts';

/** What the clients know of an order that they placed. */
export interface KnownOrder {
  id: string;
  customerId: string;
  amount: number;
  /** By `performance.now()`, as far as the clients know. */
  deadlineAt: number;
  /** The last reference that was sent as its payment. */
  lastReference: string | null;
  /** Its payment attempts, as far as the clients know. */
  attemptIds: string[];
}

/** The orders that the clients act on: the newest, up to a limit each of those that run and those that have ended. */
export interface KnownOrders {
  add(order: KnownOrder): void;
  /** The order is paid or cancelled. It is still asked about, and paid again, now and then. */
  ended(id: string): void;
  /** Mostly one whose countdown runs. Null: none is known. */
  pick(random: Random): KnownOrder | null;
  running(): KnownOrder[];
}

const maxRunning = 1_000;
const maxEnded = 200;
const endedShare = 0.15;

export function createKnownOrders(): KnownOrders {
  const running = new Map<string, KnownOrder>();
  const ended = new Map<string, KnownOrder>();

  function end(order: KnownOrder): void {
    running.delete(order.id);
    ended.set(order.id, order);
    dropOldest(ended, maxEnded);
  }

  function endOverdue(): void {
    const now = performance.now();
    for (const order of running.values()) if (order.deadlineAt < now) end(order);
  }

  return {
    add(order) {
      running.set(order.id, order);
      dropOldest(running, maxRunning);
    },
    ended(id) {
      const order = running.get(id);
      if (order) end(order);
    },
    pick(random) {
      endOverdue();
      const [first, second] = random.chance(endedShare) ? [ended, running] : [running, ended];
      return random.pick([...first.values()]) ?? random.pick([...second.values()]);
    },
    running() {
      endOverdue();
      return [...running.values()];
    },
  };
}

function dropOldest(orders: Map<string, KnownOrder>, most: number): void {
  for (const id of orders.keys()) {
    if (orders.size <= most) return;
    orders.delete(id);
  }
}
