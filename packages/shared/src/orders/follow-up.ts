import type { Order } from '../order/order.ts';
import { currentTraceparent } from '../platform/tracing.ts';
import type { Changes } from '../redis/changes.ts';
import type { ProjectedOrder, Projection } from '../redis/projection.ts';
import type { WebhookRelay } from '../webhooks/relay.ts';
import {
  faultOf,
  type Command,
  type DecidedOrder,
  type DecisionObserver,
  type Outcomes,
} from './decisions.ts';

/**
 * What an outcome changed:
 * - `started`, `moved`, `ended`: the order's countdown started, has a new deadline or tells something else, or ended
 * - `noted`: events were written; the alarm and the countdown key stay as they are
 * - `unchanged`: nothing was written
 */
type Change = 'started' | 'moved' | 'ended' | 'noted' | 'unchanged';

/** A command or an outcome without an entry here does not compile. */
const changes: { [Name in Command]: { [Outcome in Outcomes[Name]]: Change } } = {
  place: { placed: 'started', replayed: 'unchanged', idempotency_key_reused: 'unchanged' },
  pay: {
    paid: 'ended',
    already_paid: 'unchanged',
    // A refused payment may have written a `payment.refund_required` event.
    order_already_paid: 'noted',
    order_expired: 'noted',
    order_cancelled: 'noted',
    amount_mismatch: 'noted',
    too_many_refused_payments: 'unchanged',
    unknown_payment_attempt: 'unchanged',
    not_found: 'unchanged',
  },
  cancel: {
    cancelled: 'ended',
    already_cancelled: 'unchanged',
    order_already_paid: 'unchanged',
    not_found: 'unchanged',
  },
  extend: {
    extended: 'moved',
    repeated: 'unchanged',
    idempotency_key_reused: 'unchanged',
    extension_too_long: 'unchanged',
    order_expired: 'unchanged',
    order_cancelled: 'unchanged',
    order_already_paid: 'unchanged',
    not_found: 'unchanged',
  },
  // Neither alarm nor countdown tells what an order is about.
  update: {
    updated: 'noted',
    unchanged: 'unchanged',
    amount_differs_from_items: 'unchanged',
    payment_in_progress: 'unchanged',
    order_expired: 'unchanged',
    order_cancelled: 'unchanged',
    order_already_paid: 'unchanged',
    not_found: 'unchanged',
  },
  advance: {
    advanced: 'moved',
    repeated: 'unchanged',
    idempotency_key_reused: 'unchanged',
    order_expired: 'unchanged',
    order_cancelled: 'unchanged',
    order_already_paid: 'unchanged',
    not_found: 'unchanged',
  },
  // Most attempts leave the deadline where it is, but the countdown tells that a payment is in progress.
  startPayment: {
    started: 'moved',
    already_started: 'unchanged',
    repeated: 'unchanged',
    idempotency_key_reused: 'unchanged',
    too_many_payment_attempts: 'unchanged',
    order_expired: 'unchanged',
    order_cancelled: 'unchanged',
    order_already_paid: 'unchanged',
    not_found: 'unchanged',
  },
  failPayment: {
    failed: 'moved',
    already_failed: 'unchanged',
    payment_attempt_closed: 'unchanged',
    payment_attempt_not_found: 'unchanged',
    not_found: 'unchanged',
  },
  refund: {
    refunded: 'noted',
    already_refunded: 'unchanged',
    reference_added: 'unchanged',
    refund_already_recorded: 'unchanged',
    not_found: 'unchanged',
  },
  // The alarm's job is removed when it completes, and the countdown key expired at the deadline.
  expire: { expired: 'noted', not_due: 'unchanged', settled: 'unchanged', not_found: 'unchanged' },
  // Alarms of swept orders become due later, find their orders settled and do nothing.
  sweep: { expired: 'noted' },
  remind: { reminded: 'noted' },
  erase: { erased: 'noted' },
};

/** An order that a command decided on. `order` is set if the ledger returned it. */
export interface FollowedUp extends DecidedOrder {
  order?: Order | undefined;
  /** When the ledger was asked, by `performance.now()`. Left out: it does not matter. */
  askedAtMs?: number | undefined;
}

/** The single step after each commit: updates Redis, watchers, webhooks and metrics. Never throws. */
export interface FollowUp {
  /** Waits for Redis only if a countdown started, moved or ended, and then for about 220 ms at most. */
  <Name extends Command>(
    command: Name,
    outcome: Outcomes[Name],
    decided: readonly FollowedUp[],
  ): Promise<void>;
  /** The command threw an error. Only the observers are notified. */
  failed(command: Command, orderId: string | null, error: unknown): void;
}

export interface FollowUpDependencies {
  /** Called when a countdown starts, moves or ends, so a process that never does that never creates one. */
  projection: () => Projection;
  changes: Changes;
  relay: Pick<WebhookRelay, 'nudge'>;
  observers: readonly DecisionObserver[];
}

export function createFollowUp(dependencies: FollowUpDependencies): FollowUp {
  const { projection, changes: watchers, relay, observers } = dependencies;

  async function project(change: Change, orders: readonly ProjectedOrder[]): Promise<void> {
    if (change === 'noted' || change === 'unchanged') return;
    const update = projection()[change];
    await Promise.all(orders.map(update));
  }

  async function followUp<Name extends Command>(
    command: Name,
    outcome: Outcomes[Name],
    decided: readonly FollowedUp[],
  ): Promise<void> {
    if (decided.length === 0) return;
    const change = changes[command][outcome];
    if (change !== 'unchanged') relay.nudge();
    // Nobody can be watching an order that was just placed.
    if (change !== 'unchanged' && change !== 'started') {
      watchers.announce(decided.flatMap(({ id }) => id ?? []));
    }
    const projecting = project(
      change,
      decided.flatMap(({ order, askedAtMs = Infinity }) =>
        order ? { order, askedAtMs, traceparent: currentTraceparent() } : [],
      ),
    );
    for (const observer of observers) observer.decided({ command, outcome, orders: decided });
    await projecting;
  }

  return Object.assign(followUp, {
    failed(command: Command, orderId: string | null, error: unknown): void {
      // It may have been committed all the same.
      relay.nudge();
      const decision = { command, outcome: faultOf(error), orders: [{ id: orderId }] };
      for (const observer of observers) observer.decided(decision);
    },
  });
}
