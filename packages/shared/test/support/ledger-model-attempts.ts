import {
  decideFail,
  decideStart,
  holdUntil,
  type AttemptStatus,
  type FailOutcome,
  type StartOutcome,
} from '../../src/order/attempt.ts';
import { actorOf, type AttemptSummary, type FailPayment, type StartPayment } from './ledger-commands.ts';
import { recordEvent, stateOf, type ModelAttempt, type ModelOrder } from './ledger-model-order.ts';

/** What the commands about payment attempts do to an order of the model. */

/** What has become of an attempt by now. */
export function attemptStatusOf(order: ModelOrder, attempt: ModelAttempt, now: number): AttemptStatus {
  if (attempt.status !== 'open') return attempt.status;
  const canBePaid = order.status === 'pending' && order.expiresAt > now;
  return canBePaid && (attempt.holdUntil ?? Infinity) > now ? 'open' : 'lapsed';
}

export const openAttemptsOf = (order: ModelOrder, now: number): ModelAttempt[] =>
  order.attempts.filter((attempt) => attemptStatusOf(order, attempt, now) === 'open');

/** The order's own deadline or the end of the last hold, but never an instant that has passed. */
const deadlineOf = (payBy: number, open: readonly ModelAttempt[], now: number): number =>
  Math.max(payBy, now, ...open.map((attempt) => attempt.holdUntil ?? payBy));

interface Done<Outcome> {
  outcome: Outcome;
  attempt?: AttemptSummary;
}

export function start(order: ModelOrder, call: StartPayment, now: number): Done<StartOutcome> {
  const { provider, reference, holdSeconds } = call;
  const open = openAttemptsOf(order, now);
  const same = open.find((each) => each.provider === provider && each.reference === reference);
  const known = { count: order.attempts.length, isOpen: same !== undefined };
  const outcome = decideStart(stateOf(order, now), known);
  if (outcome === 'already_started') return { outcome, attempt: shown(order, same!, now) };
  if (outcome !== 'started') return { outcome };
  const attempt: ModelAttempt = {
    provider,
    reference,
    status: 'open',
    createdAt: now,
    holdUntil: holdUntil(now, order.payBy, holdSeconds),
    endedAt: null,
    reason: null,
  };
  order.attempts.push(attempt);
  order.expiresAt = deadlineOf(order.payBy, [...open, attempt], now);
  const { expiresAt } = order;
  const data = {
    attemptId: order.attempts.length - 1,
    provider,
    reference,
    holdUntil: attempt.holdUntil,
    expiresAt,
  };
  recordEvent(order, 'order.payment_started', data, now, actorOf(call));
  return { outcome, attempt: shown(order, attempt, now) };
}

export function fail(order: ModelOrder, call: FailPayment, now: number): Done<FailOutcome> {
  const attempt = order.attempts[call.attempt];
  const status = attempt ? attemptStatusOf(order, attempt, now) : null;
  const outcome = decideFail(stateOf(order, now), status);
  if (!attempt) return { outcome };
  if (outcome === 'failed') {
    const rest = openAttemptsOf(order, now).filter((each) => each !== attempt);
    Object.assign(attempt, { status: 'failed', endedAt: now, reason: call.reason });
    order.expiresAt = deadlineOf(order.payBy, rest, now);
    const data = { attemptId: call.attempt, reason: call.reason, expiresAt: order.expiresAt };
    recordEvent(order, 'order.payment_failed', data, now, actorOf(call));
  }
  return { outcome, attempt: shown(order, attempt, now) };
}

function shown(order: ModelOrder, attempt: ModelAttempt, now: number): AttemptSummary {
  const { holdUntil: until } = attempt;
  return {
    number: order.attempts.indexOf(attempt),
    status: attemptStatusOf(order, attempt, now),
    holdUntil: until,
  };
}
