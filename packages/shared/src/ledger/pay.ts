import type { Actor } from '../order/actor.ts';
import type { Decided, NotFound, Payment, PayOutcome } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import type { Held } from './held.ts';
import type { HeldRows } from './lock.ts';
import { payAny } from './pay-any.ts';
import { payPlainly } from './pay-plainly.ts';
import { plainFirst } from './plain-first.ts';

export interface PayCommand extends Payment {
  id: string;
  actor: Actor;
  /** The customer who must own the order; null or omitted: any. */
  owner?: string | null;
  /**
   * The most refused payments of the order before this one, if it is a customer's: with more, one that can't be kept is
   * not recorded. Null or omitted: any number. It never limits a payment without an owner, which comes from a backend.
   */
  maxRefused?: number | null;
  /** The attempt that succeeded with this payment, whatever became of it so far; null or omitted: none is named. */
  attemptId?: string | null;
  /** That the events will belong to, where it is traced. */
  traceparent?: string | undefined;
}

export type PayVerdict = Decided<PayOutcome> | NotFound;

/**
 * Decides a set of payments by the database's clock: see {@link plainFirst}.
 *
 * @returns one verdict per command, in the order given; an `Error` fails only that command
 * @throws when nothing was decided
 */
export function payOrders(
  postgres: Postgres,
  commands: readonly PayCommand[],
  heldRows: HeldRows = 'skip',
): Promise<(PayVerdict | Held | Error)[]> {
  const byAllRules = (set: readonly PayCommand[]) => payAny(postgres, set, heldRows);
  if (heldRows === 'wait') return byAllRules(commands);
  return plainFirst<PayCommand, PayVerdict | Held>(commands, {
    mayBePlain: ({ attemptId }) => !attemptId,
    plainly: (set) => payPlainly(postgres, set),
    byAllRules,
  });
}
