import type { Actor } from '../order/actor.ts';
import type { Decided, NotFound, Payment, PayOutcome } from '../order/order.ts';
import { failingAlone } from '../platform/failing-alone.ts';
import type { Postgres } from '../platform/postgres.ts';
import type { Held } from './held.ts';
import type { HeldRows } from './lock.ts';
import { payAny } from './pay-any.ts';
import { payPlainly } from './pay-plainly.ts';

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

type Answer = PayVerdict | Held | Error;

/**
 * Decides a set of payments by the database's clock: the plain ones by a statement that is short, and those that it has left, by
 * one that knows all rules.
 *
 * @returns one verdict per command, in the order given; an `Error` fails only that command
 * @throws when nothing was decided
 */
export async function payOrders(
  postgres: Postgres,
  commands: readonly PayCommand[],
  heldRows: HeldRows = 'skip',
): Promise<Answer[]> {
  if (heldRows === 'wait') return payAny(postgres, commands, heldRows);
  const answers: (Answer | undefined)[] = await answersToPlain(postgres, commands);
  const others = commands.filter((_, index) => !answers[index]);
  const settle = (set: readonly PayCommand[]): Promise<Answer[]> => payAny(postgres, set, heldRows);
  const isNothingDecided = others.length === commands.length;
  const otherAnswers = (isNothingDecided ? await settle(others) : await answered(others, settle)).values();
  return answers.map((answer) => answer ?? otherAnswers.next().value!);
}

/** @returns an answer for each command that is plain. Several payments of one order are decided together, as they have arrived */
async function answersToPlain(postgres: Postgres, commands: readonly PayCommand[]) {
  const counts = new Map<string, number>();
  for (const { id } of commands) counts.set(id, (counts.get(id) ?? 0) + 1);
  const mayBePlain = commands.map(({ id, attemptId }) => counts.get(id) === 1 && !attemptId);
  const asked = commands.filter((_, index) => mayBePlain[index]);
  const verdicts = (asked.length > 0 ? await payPlainly(postgres, asked) : []).values();
  return mayBePlain.map((may) => (may ? verdicts.next().value : undefined));
}

/** What has been decided stays so, whatever becomes of the others. */
async function answered(
  others: readonly PayCommand[],
  settle: (set: readonly PayCommand[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  if (others.length === 0) return [];
  try {
    return await failingAlone(others, settle);
  } catch (error) {
    return others.map(() => error as Error);
  }
}
