import { decideAdvance, decideUpdate } from '../../src/order/change.ts';
import type { Advance, Update } from './ledger-commands.ts';
import { openAttemptsOf } from './ledger-model-attempts.ts';
import { recordEvent, stateOf, type ModelOrder } from './ledger-model-order.ts';

/** What the commands that change an order do to one of the model. */

export function advance(order: ModelOrder, { seconds, by }: Advance, now: number): string {
  const outcome = decideAdvance(stateOf(order, now));
  if (outcome !== 'advanced') return outcome;
  const nearer = (instant: number) => Math.max(instant - seconds * 1_000, order.createdAt + 1);
  order.payBy = nearer(order.payBy);
  order.expiresAt = nearer(order.expiresAt);
  order.remindAt = order.remindAt === null ? null : nearer(order.remindAt);
  for (const attempt of order.attempts.filter(({ status }) => status === 'open')) {
    attempt.holdUntil = attempt.holdUntil === null ? null : nearer(attempt.holdUntil);
  }
  recordEvent(order, 'order.advanced', { seconds, expiresAt: order.expiresAt }, now, by);
  return outcome;
}

const members = ['reference', 'metadata', 'items', 'amount'] as const;

export function update(order: ModelOrder, { changes, by }: Update, now: number): string {
  const { reference = order.reference, metadata = order.metadata, items = order.items } = changes;
  const { amount = order.amount } = changes;
  const next = { reference, metadata, items, amount };
  const sum = items.reduce((total, { quantity, unitAmount }) => total + quantity * unitAmount, 0);
  const changed = members.filter((name) => JSON.stringify(next[name]) !== JSON.stringify(order[name]));
  const outcome = decideUpdate(stateOf(order, now), {
    fits: items.length === 0 || sum === amount,
    isAmountChanged: amount !== order.amount,
    isDifferent: changed.length > 0,
    isPaymentInProgress: openAttemptsOf(order, now).length > 0,
  });
  if (outcome !== 'updated') return outcome;
  Object.assign(order, next);
  recordEvent(order, 'order.updated', { changed, reference, amount, currency: 'CNY' }, now, by);
  return outcome;
}
