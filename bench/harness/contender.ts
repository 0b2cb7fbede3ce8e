import type { HttpRequest } from './load.ts';
import type { Stores } from './stores.ts';

/** A system that places orders and cancels those that nobody pays, as a benchmark sees it. */
export interface Contender {
  name: string;
  /** No contender, but what none can surpass: it keeps no orders. */
  isLimit?: true;
  /** Why it cannot run on this machine; undefined if it can. */
  unavailable?(): string | undefined;
  /** Starts its processes on empty stores. Resolves when it answers. */
  start(stores: Stores, options?: StartOptions): Promise<Running>;
}

export interface StartOptions {
  /** From placing to the deadline; 30 minutes unless given. */
  windowSeconds?: number;
}

export interface Running {
  url: string;
  /** Sent with each request. */
  headers: Record<string, string>;
  /** Of its own processes, without the stores'. */
  pids: Record<string, number>;
  place: () => HttpRequest;
  pay: (id: string) => HttpRequest;
  countdown: (id: string) => HttpRequest;
  /** The ids of pending orders, as its requests name them. */
  pendingIds: () => Promise<string[]>;
  count: () => Promise<OrderCounts>;
  /** Kills the worker, and starts it again after `meanwhile`. Its pid in `pids` changes. */
  restartWorker: (meanwhile: () => Promise<void>) => Promise<void>;
  stop: () => Promise<void>;
}

/** What the contender's ledger in Postgres says. */
export interface OrderCounts {
  pending: number;
  paid: number;
  cancelled: number;
  /** Cancelled before the deadline. */
  early: number;
}

/** The same order for all. */
export const orderContent = {
  customerId: 'cus_1',
  amount: 12_900,
  currency: 'EUR',
  items: [{ sku: 'sku-1', name: 'A pair of shoes', quantity: 1, unitAmount: 12_900 }],
};

export const json = { 'Content-Type': 'application/json' };

/** Works for each contender, because each has a table `orders` with these columns. */
export async function countOrders({ postgres }: Stores): Promise<OrderCounts> {
  const { rows } = await postgres.query<OrderCounts>(
    `select count(*) filter (where status = 'pending')::int as pending,
            count(*) filter (where status = 'paid')::int as paid,
            count(*) filter (where status = 'cancelled')::int as cancelled,
            count(*) filter (where status = 'cancelled' and cancelled_at < expires_at)::int as early
     from orders`,
  );
  return rows[0]!;
}
