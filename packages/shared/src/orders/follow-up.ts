import type { Order } from '../order/order.ts';
import type { Changes } from '../redis/changes.ts';
import type { Projection } from '../redis/projection.ts';
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
 * - `started`, `moved`, `ended`: the order's countdown began, has another deadline, or is over
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
    // Refused money may have asked for its refund.
    order_already_paid: 'noted',
    order_expired: 'noted',
    order_cancelled: 'noted',
    amount_mismatch: 'unchanged',
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
    extension_too_long: 'unchanged',
    order_expired: 'unchanged',
    order_cancelled: 'unchanged',
    order_already_paid: 'unchanged',
    not_found: 'unchanged',
  },
  // The alarm that rang is removed when its job completes, and the countdown key expired at the deadline.
  expire: { expired: 'noted', not_due: 'unchanged', settled: 'unchanged', not_found: 'unchanged' },
  // Alarms of swept orders find their orders settled when they ring.
  sweep: { expired: 'noted' },
  remind: { reminded: 'noted' },
};

/** An order that a command decided on. `order` is there wherever the ledger answered with it. */
export interface FollowedUp extends DecidedOrder {
  order?: Order | undefined;
}

/** The one step after each commit: Redis, watchers, webhooks and metrics learn what was decided. It never throws. */
export interface FollowUp {
  /** Takes up to 220 ms when Redis does not answer. */
  <Name extends Command>(
    command: Name,
    outcome: Outcomes[Name],
    decided: readonly FollowedUp[],
  ): Promise<void>;
  /** The ledger gave no answer. */
  failed(command: Command, orderId: string | null, error: unknown): void;
}

export interface FollowUpDependencies {
  /** Called when a countdown starts, moves or ends: a process that decides none of that never makes one. */
  projection: () => Projection;
  changes: Changes;
  relay: Pick<WebhookRelay, 'nudge'>;
  observers: readonly DecisionObserver[];
}

export function createFollowUp(dependencies: FollowUpDependencies): FollowUp {
  const { projection, changes: watchers, relay, observers } = dependencies;

  async function project(change: Change, orders: readonly Order[]): Promise<void> {
    if (change === 'noted' || change === 'unchanged') return;
    const tell = projection()[change];
    await Promise.all(orders.map(tell));
  }

  async function followUp<Name extends Command>(
    command: Name,
    outcome: Outcomes[Name],
    decided: readonly FollowedUp[],
  ): Promise<void> {
    if (decided.length === 0) return;
    for (const observer of observers) observer.decided({ command, outcome, orders: decided });
    const change = changes[command][outcome];
    if (change === 'unchanged') return;
    relay.nudge();
    // Nobody can watch an order that was only just placed.
    if (change !== 'started') watchers.announce(decided.flatMap(({ id }) => id ?? []));
    await project(
      change,
      decided.flatMap(({ order }) => order ?? []),
    );
  }

  return Object.assign(followUp, {
    failed(command: Command, orderId: string | null, error: unknown): void {
      const decision = { command, outcome: faultOf(error), orders: [{ id: orderId }] };
      for (const observer of observers) observer.decided(decision);
    },
  });
}
