import { maxWindowSeconds } from '@order-countdown/shared/order/order';
import type { PlaceVerdict } from '@order-countdown/shared/orders/orders';
import type { Order, CancelOutcome, ExtendOutcome, PayOutcome } from '@order-countdown/shared/order/order';
import { invalid, Problem } from '../http/problem.ts';
import { keyReused } from '../http/repeat.ts';

type Verdict =
  | { outcome: PayOutcome | CancelOutcome | ExtendOutcome; order: Order }
  | { outcome: 'not_found' };

type RefusedOutcome = Exclude<
  PayOutcome | CancelOutcome,
  'paid' | 'already_paid' | 'cancelled' | 'already_cancelled' | 'too_many_refused_payments'
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
      return verdict.order;
    case 'extension_too_long':
      throw tooLong(verdict.order);
    case 'not_found':
      throw orderNotFound();
    case 'too_many_refused_payments':
      throw tooManyRefused();
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

function tooLong({ createdAt, expiresAt }: Order): Problem {
  const mostSeconds = maxWindowSeconds - (expiresAt.getTime() - createdAt.getTime()) / 1_000;
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
