import { maxWindowSeconds } from '@order-countdown/shared/order/order';
import type { AdvanceOutcome, OrderChanges } from '@order-countdown/shared/order/change';
import { maxAttempts, type PaymentAttempt } from '@order-countdown/shared/order/attempt';
import type {
  FailPaymentVerdict,
  PlaceVerdict,
  StartPaymentVerdict,
  UpdateVerdict,
} from '@order-countdown/shared/orders/orders';
import type { Order, CancelOutcome, ExtendOutcome, PayOutcome } from '@order-countdown/shared/order/order';
import { invalid, Problem } from '../http/problem.ts';
import { sumMessage } from './requests.ts';
import { keyReused } from '../http/repeat.ts';

type Verdict =
  | { outcome: PayOutcome | CancelOutcome | ExtendOutcome | AdvanceOutcome; order: Order }
  | { outcome: 'not_found' };

type RefusedOutcome = Exclude<
  PayOutcome | CancelOutcome,
  | 'paid'
  | 'already_paid'
  | 'cancelled'
  | 'already_cancelled'
  | 'too_many_refused_payments'
  | 'unknown_payment_attempt'
>;

const details: Record<RefusedOutcome, (order: Order) => string> = {
  order_expired: ({ expiresAt }) => `The order could be paid until ${expiresAt.toISOString()}.`,
  order_cancelled: ({ cancelledAt }) => `The order was cancelled at ${cancelledAt?.toISOString()}.`,
  order_already_paid: ({ paidAt }) => `The order was paid at ${paidAt?.toISOString()}.`,
  amount_mismatch: ({ amount, currency }) => `The order's amount is ${amount} minor units of ${currency}.`,
};

/** The order after the command. @throws Problem if the ledger refused the command */
export function accepted(verdict: Verdict): Order {
  switch (verdict.outcome) {
    case 'paid':
    case 'already_paid':
    case 'cancelled':
    case 'already_cancelled':
    case 'extended':
    case 'advanced':
      return verdict.order;
    case 'extension_too_long':
      throw tooLong(verdict.order);
    case 'not_found':
      throw orderNotFound();
    case 'too_many_refused_payments':
      throw tooManyRefused();
    case 'unknown_payment_attempt':
      throw invalid('body', [{ path: 'attemptId', message: 'must be a payment attempt of this order' }]);
    default:
      throw new Problem(verdict.outcome, details[verdict.outcome](verdict.order));
  }
}

/** The payment attempt after the command. @throws Problem if the ledger refused the command */
export function acceptedAttempt(verdict: StartPaymentVerdict | FailPaymentVerdict): PaymentAttempt {
  switch (verdict.outcome) {
    case 'started':
    case 'already_started':
    case 'failed':
    case 'already_failed':
      return verdict.attempt;
    case 'order_expired':
    case 'order_cancelled':
    case 'order_already_paid':
      throw new Problem(verdict.outcome, details[verdict.outcome](verdict.order));
    case 'too_many_payment_attempts':
      throw new Problem(verdict.outcome, `An order has at most ${maxAttempts} payment attempts.`);
    case 'payment_attempt_closed':
      throw new Problem(verdict.outcome, `The payment attempt is ${verdict.attempt.status}.`);
    case 'payment_attempt_not_found':
      throw new Problem('not_found', 'The order has no payment attempt with this id.');
    default:
      throw orderNotFound();
  }
}

/** The order after the changes. @throws Problem if the ledger refused them */
export function updated(verdict: UpdateVerdict, { items }: OrderChanges): Order {
  switch (verdict.outcome) {
    case 'updated':
    case 'unchanged':
      return verdict.order;
    case 'amount_differs_from_items':
      throw invalid('body', [{ path: 'amount', message: sumMessage(items ?? verdict.order.items) }]);
    case 'payment_in_progress':
      throw new Problem(verdict.outcome, 'A payment attempt is open, so the amount stays.');
    case 'not_found':
      throw orderNotFound();
    default:
      throw new Problem(verdict.outcome, details[verdict.outcome](verdict.order));
  }
}

/** Each 429 has a `Retry-After`. Trying again does not help here, so this one keeps clients away for an hour. */
function tooManyRefused(): Problem {
  const detail =
    'The order has too many refused payments, so this one was not recorded. If you have taken money, refund it.';
  return new Problem('too_many_refused_payments', detail, { headers: { 'Retry-After': '3600' } });
}

function tooLong({ createdAt, payBy }: Order): Problem {
  const mostSeconds = maxWindowSeconds - (payBy.getTime() - createdAt.getTime()) / 1_000;
  const message = `must keep the deadline within 30 days of the order's creation: at most ${mostSeconds}`;
  return invalid('body', [{ path: 'seconds', message }]);
}

/** The order, placed now or by an earlier duplicate. @throws Problem if a different request used the key */
export function placed(verdict: PlaceVerdict): Order {
  if (verdict.outcome !== 'idempotency_key_reused') return verdict.order;
  throw keyReused();
}

/** Also for orders that the caller may not see: we do not reveal that they exist. */
export function orderNotFound(): Problem {
  return new Problem('order_not_found', 'There is no order with this id that you may see.');
}
