/**
 * Payment attempts: a shopper has gone to a payment provider, and while the attempt is open the order is not cancelled.
 * Pure functions, like those of order.ts, which tests compare with the SQL.
 */
import { whyClosed, type Closed, type OrderState } from './order.ts';

export const attemptStatuses = ['open', 'succeeded', 'failed', 'lapsed'] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

export interface PaymentAttempt {
  id: string;
  orderId: string;
  /**
   * `lapsed`: it was open when its hold ended, or when the order was paid by other means, cancelled, or due. Nothing is
   * written then.
   */
  status: AttemptStatus;
  provider: string | null;
  /** The provider's. */
  reference: string | null;
  createdAt: Date;
  /** How long it keeps the order from being cancelled; null: it does not. */
  holdUntil: Date | null;
}

/** The most payment attempts of an order, whatever became of them. */
export const maxAttempts = 20;

export type StartOutcome =
  | 'started'
  /** One with the same provider and reference is open. */
  | 'already_started'
  | 'too_many_payment_attempts'
  | Closed;
export type FailOutcome =
  | 'failed'
  | 'already_failed'
  | 'payment_attempt_closed'
  | 'payment_attempt_not_found';

/** The attempts that an order has, and how one more relates to them. */
export interface KnownAttempts {
  /** All of them. */
  count: number;
  /** Whether an open one has the same provider and reference; both may be missing. */
  isOpen: boolean;
}

/** Only an order that can still be paid takes an attempt. */
export function decideStart(state: OrderState, { count, isOpen }: KnownAttempts): StartOutcome {
  const closed = whyClosed(state);
  if (closed) return closed;
  if (isOpen) return 'already_started';
  return count < maxAttempts ? 'started' : 'too_many_payment_attempts';
}

/** @param attempt what became of it so far; null: the order has no such attempt */
export function decideFail(state: OrderState, attempt: AttemptStatus | null): FailOutcome {
  if (attempt === null) return 'payment_attempt_not_found';
  if (attempt === 'failed') return 'already_failed';
  const canBePaid = state.status === 'pending' && !state.overdue;
  return canBePaid && attempt === 'open' ? 'failed' : 'payment_attempt_closed';
}

/**
 * Until when an attempt that starts now holds its order. It holds it from the deadline on at the latest, so that attempt
 * after attempt holds it no longer than one.
 *
 * @param holdSeconds 0: attempts hold nothing
 */
export function holdUntil(nowMs: number, payByMs: number, holdSeconds: number): number | null {
  return holdSeconds === 0 ? null : Math.min(nowMs, payByMs) + holdSeconds * 1_000;
}
