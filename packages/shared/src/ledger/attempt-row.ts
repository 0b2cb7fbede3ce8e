import { attemptIdFromUuid } from '../order/attempt-id.ts';
import type { AttemptStatus, PaymentAttempt } from '../order/attempt.ts';
import { orderIdFromUuid } from '../order/order-id.ts';

/** Steps and columns that the statements about payment attempts share. */

/** A row of {@link attemptColumns}. */
export interface AttemptRow {
  attempt_id: string;
  attempt_order_id: string;
  attempt_status: AttemptStatus;
  attempt_provider: string | null;
  attempt_reference: string | null;
  attempt_created_at: Date;
  attempt_hold_until: Date | null;
}

/**
 * SQL: what became of an attempt. Nothing is written when one lapses: it does when its hold ends, and when its order can no
 * longer be paid.
 *
 * @param attempt a relation of `payment_attempts`
 * @param order its order
 * @param at the instant that the answer is about
 */
export const attemptStatus = (attempt: string, order: string, at: string) => `case
    when ${attempt}.status <> 'open' then ${attempt}.status
    when ${order}.status = 'pending' and ${order}.expires_at > ${at} and coalesce(${attempt}.hold_until, 'infinity') > ${at}
      then 'open'
    else 'lapsed'
  end`;

/**
 * The step that reads all attempts of the decided orders. Who starts or ends one holds its order's row and raises its
 * version, so these are the newest: see `lockAsked`. By an array, as in `isAsked`.
 */
export const attemptsOfDecided = `attempts as materialized (
  select attempt.*, ${attemptStatus('attempt', 'decided', 'decided.at')} as current_status
  from (select * from payment_attempts where order_id = any (array(select id from decided))) as attempt
  join decided on decided.id = attempt.order_id
)`;

/** The select list of an {@link AttemptRow}, from the relation `row`. @param status an SQL expression */
export const attemptColumns = (row: string, status: string) => `
  ${row}.id as attempt_id, ${row}.order_id as attempt_order_id, ${status} as attempt_status,
  ${row}.provider as attempt_provider, ${row}.reference as attempt_reference, ${row}.created_at as attempt_created_at,
  ${row}.hold_until as attempt_hold_until`;

export function toAttempt(row: AttemptRow): PaymentAttempt {
  return {
    id: attemptIdFromUuid(row.attempt_id),
    orderId: orderIdFromUuid(row.attempt_order_id),
    status: row.attempt_status,
    provider: row.attempt_provider,
    reference: row.attempt_reference,
    createdAt: row.attempt_created_at,
    holdUntil: row.attempt_hold_until,
  };
}
