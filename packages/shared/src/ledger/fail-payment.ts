import type { Actor } from '../order/actor.ts';
import { attemptIdToUuid } from '../order/attempt-id.ts';
import type { FailOutcome, PaymentAttempt } from '../order/attempt.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { NotFound, Order } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { eventParameters } from './actor-row.ts';
import { attemptColumns, attemptsOfDecided, toAttempt, type AttemptRow } from './attempt-row.ts';
import { currentOrders, forHeldRows, isHeld, isOwn, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, payBy, toOrder, type VerdictRow } from './row.ts';
import { isInSpan, spanOf } from './span.ts';
import type { Held } from './held.ts';

export interface FailPaymentCommand {
  /** The order's. */
  id: string;
  actor: Actor;
  attemptId: string;
  /** The caller's explanation, kept in the timeline. */
  reason: string | null;
  /** The customer who must own the order; null: any. */
  owner: string | null;
}

export type FailPaymentVerdict =
  | { outcome: Exclude<FailOutcome, 'payment_attempt_not_found'>; order: Order; attempt: PaymentAttempt }
  | { outcome: 'payment_attempt_not_found'; order: Order }
  | NotFound;

const isNear = isInSpan(9);

/*
 * The deadline falls back to what the attempts that are left hold, but not behind the instant of the decision: until then
 * the order could be paid. So without any, past its own deadline, it is due at that instant.
 */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select $1::uuid as id, $2::uuid as attempt_id, $3::text as attempt_name, $4::text as reason, $5::text as owner
), ${lockAsked(heldRows, isNear)}, ${attemptsOfDecided}, target as materialized (
  select attempts.* from attempts, asked, decided where attempts.id = asked.attempt_id and ${isOwn('decided')}
), failed as (
  update payment_attempts set status = 'failed', ended_at = decided.at, reason = asked.reason
  from asked, decided
  where payment_attempts.order_id = asked.id
    and payment_attempts.id = any (array(select id from target where current_status = 'open'))
  returning payment_attempts.*
), left_open as (
  select max(coalesce(hold_until, 'infinity')) as until, max(hold_until) as hold from attempts
  where current_status = 'open' and id not in (select id from target)
), fallen as (
  select decided.id, at, until, ${payBy('decided')} as own, greatest(${payBy('decided')}, hold, at) as due
  from decided join failed on failed.order_id = decided.id, left_open
), changed as (
  update orders
  set expires_at = fallen.due, pay_by = nullif(own, due), paying_until = until, version = orders.version + 1
  from fallen
  where orders.id = fallen.id and ${isNear('orders.id')}
  returning orders.*, fallen.at
), ${recordEvents(`
  select changed.id, version, 'order.payment_failed',
         jsonb_build_object('attemptId', attempt_name, 'reason', asked.reason, 'expiresAt', rfc3339(expires_at)),
         at, $6::text, $7::text, $8::text
  from changed, asked`)}, ${currentOrders}
select
  case
    when ${isHeld} then 'held'
    when current.id is null or not ${isOwn('current')} then 'not_found'
    when exists (select from failed) then 'failed'
    when target.id is null then 'payment_attempt_not_found'
    when target.status = 'failed' then 'already_failed'
    else 'payment_attempt_closed'
  end as outcome,
  ${orderColumns('current', 'current.at')},
  ${attemptColumns('target', `case when exists (select from failed) then 'failed' else target.current_status end`)}
from asked
left join current using (id)
left join target on true`,
);

/** Ends an open payment attempt that came to nothing, and with it its hold. One order per statement. */
export async function failPayment(
  postgres: Postgres,
  { id, actor, attemptId, reason, owner }: FailPaymentCommand,
  heldRows: HeldRows = 'skip',
): Promise<FailPaymentVerdict | Held> {
  const values = [
    orderIdToUuid(id),
    attemptIdToUuid(attemptId),
    attemptId,
    reason,
    owner,
    ...eventParameters(actor),
    ...spanOf([orderIdToUuid(id)]),
  ];
  const [row] = await postgres.query<VerdictRow<FailOutcome> & AttemptRow>(statements[heldRows], values, {
    prepare: true,
  });
  if (!row) return { outcome: 'not_found' };
  const { outcome } = row;
  if (outcome === 'held' || outcome === 'not_found') return { outcome };
  if (outcome === 'payment_attempt_not_found') return { outcome, order: toOrder(row) };
  return { outcome, order: toOrder(row), attempt: toAttempt(row) };
}
