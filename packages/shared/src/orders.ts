import type { Countdown, RunningCountdown } from './countdown.ts';
import type { OrderEvent } from './events.ts';
import type { Ledger } from './ledger.ts';
import type { CancelCommand, CancelVerdict } from './ledger/cancel.ts';
import type { ExtendCommand, ExtendVerdict } from './ledger/extend.ts';
import type { ExpireVerdict } from './ledger/expire.ts';
import type { PayCommand, PayVerdict } from './ledger/pay.ts';
import type { OrderPage, OrderQuery } from './ledger/list.ts';
import type { OrderDraft, PlaceVerdict } from './ledger/place.ts';
import { newOrderId } from './order-id.ts';
import { moneyOutcome, reminderLead, type Order, type OrderStatus } from './order.ts';
import { projectionTimeLimitMs, type Projection } from './projection.ts';
import { within } from './within.ts';

export interface PlaceCommand extends Omit<OrderDraft, 'id' | 'windowSeconds' | 'reminderLeadSeconds'> {
  /** 1 to 2,592,000; null: the default window. */
  windowSeconds: number | null;
}

export type { PlaceVerdict } from './ledger/place.ts';

/** How long is left, by the database's clock. */
export interface CountdownView {
  id: string;
  customerId: string | null;
  status: OrderStatus;
  expiresAt: Date;
  serverTime: Date;
  remainingMs: number;
}

/**
 * The use cases. Each decides in the ledger, then tells Redis.
 *
 * All throw `LedgerUnavailable` when Postgres can't answer, and none fails because of Redis.
 */
export interface Orders {
  /** Places an order, or finds the one that the same request has placed before. */
  place(command: PlaceCommand): Promise<PlaceVerdict>;
  pay(command: PayCommand): Promise<PayVerdict>;
  cancel(command: CancelCommand): Promise<CancelVerdict>;
  /** Moves the deadline of an order that can still be paid; at most 30 days from its creation. */
  extend(command: ExtendCommand): Promise<ExtendVerdict>;
  /** Cancels the order if it is unpaid and at or past its deadline. */
  expire(id: string): Promise<ExpireVerdict>;
  read(id: string): Promise<Order | null>;
  list(query: OrderQuery): Promise<OrderPage>;
  countdown(id: string): Promise<CountdownView | null>;
  /** Oldest first; empty where there is no such order. */
  timeline(id: string): Promise<OrderEvent[]>;
}

export interface OrdersDependencies {
  ledger: Ledger;
  projection: Projection;
  countdown: Pick<Countdown, 'read'>;
  defaultWindowSeconds: number;
  reminderLeadSeconds: number;
}

export function createOrders(dependencies: OrdersDependencies): Orders {
  const { ledger, projection, countdown, defaultWindowSeconds, reminderLeadSeconds } = dependencies;

  return {
    async place(command) {
      const windowSeconds = command.windowSeconds ?? defaultWindowSeconds;
      const verdict = await ledger.place({
        ...command,
        id: newOrderId(),
        windowSeconds,
        reminderLeadSeconds: reminderLead(windowSeconds, reminderLeadSeconds),
      });
      if (verdict.outcome === 'placed') await projection.started(verdict.order);
      return verdict;
    },

    async pay(command) {
      const verdict = await ledger.pay(command);
      if (verdict.outcome === 'paid') await projection.ended(verdict.order);
      else if (mayHaveAskedForRefund(command, verdict)) await projection.noted(command.id);
      return verdict;
    },

    async cancel(command) {
      const verdict = await ledger.cancel(command);
      if (verdict.outcome === 'cancelled') await projection.ended(verdict.order);
      return verdict;
    },

    async extend(command) {
      const verdict = await ledger.extend(command, reminderLeadSeconds);
      if (verdict.outcome === 'extended') await projection.moved(verdict.order);
      return verdict;
    },

    // Nothing to tell Redis: the job that called is removed when it completes, the key dies at the deadline.
    expire: (id) => ledger.expire(id),

    read: (id) => ledger.read(id),

    list: (query) => ledger.list(query),

    async countdown(id) {
      const running = await readWithoutFail(countdown, id);
      if (running) return { ...running, serverTime: beforeDeadline(running) };
      const order = await ledger.read(id);
      return order && { ...order, serverTime: order.asOf };
    },

    timeline: (id) => ledger.timeline(id),
  };
}

/** Money was named that can't be kept: its refund is in the timeline, unless the same payment was refused before. */
function mayHaveAskedForRefund({ paymentReference }: PayCommand, { outcome }: PayVerdict): boolean {
  return paymentReference !== null && outcome !== 'not_found' && moneyOutcome(outcome) !== null;
}

/** Redis answers or is passed over: the ledger knows all that it knows. */
async function readWithoutFail(countdown: Pick<Countdown, 'read'>, id: string) {
  try {
    return await within(projectionTimeLimitMs, countdown.read(id));
  } catch {
    return null;
  }
}

/** The database's time, as the deadline and what is left of it tell. */
function beforeDeadline({ expiresAt, remainingMs }: RunningCountdown): Date {
  return new Date(expiresAt.getTime() - remainingMs);
}
