import type { Actor } from '../order/actor.ts';
import { attemptIdToUuid } from '../order/attempt-id.ts';
import { maxAttempts, type PaymentAttempt, type StartOutcome } from '../order/attempt.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { NotFound, Order } from '../order/order.ts';
import type { Queries } from '../platform/postgres.ts';
import { eventParameters } from './actor-row.ts';
import { attemptColumns, attemptsOfDecided, toAttempt, type AttemptRow } from './attempt-row.ts';
import { currentOrders, forHeldRows, isHeld, isOwn, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, payBy, toOrder, type VerdictRow } from './row.ts';
import { isInSpan, spanOf } from './span.ts';
import type { Held } from './held.ts';

export interface StartPaymentCommand {
  /** The order's. */
  id: string;
  actor: Actor;
  /** Made by the caller. An attempt that is already open keeps its own. */
  attemptId: string;
  provider: string | null;
  reference: string | null;
  /** The customer who must own the order; null: any. */
  owner: string | null;
  /** See `holdUntil` in attempt.ts. */
  holdSeconds: number;
}

export interface Started {
  /** `already_started`: an open attempt has the same provider and reference. */
  outcome: 'started' | 'already_started';
  order: Order;
  attempt: PaymentAttempt;
}

export type StartPaymentVerdict =
  | Started
  | { outcome: Exclude<StartOutcome, 'started' | 'already_started'>; order: Order }
  | NotFound;

const isNear = isInSpan(11);

/* Whatever holds of earlier attempts have ended are over: they are no later than the instant, so they move nothing. */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select $1::uuid as id, $2::uuid as attempt_id, $3::text as attempt_name, $4::text as provider, $5::text as reference,
         $6::text as owner, nullif($7::int, 0) as hold_seconds
), ${lockAsked(heldRows, isNear)}, ${attemptsOfDecided}, same as (
  select attempts.* from attempts, asked
  where current_status = 'open' and attempts.provider is not distinct from asked.provider
    and attempts.reference is not distinct from asked.reference
  limit 1
), started as (
  insert into payment_attempts (order_id, id, provider, reference, created_at, hold_until)
  select decided.id, attempt_id, provider, asked.reference, at,
         least(at, ${payBy('decided')}) + make_interval(secs => hold_seconds)
  from decided join asked using (id)
  where ${isOwn('decided')} and status = 'pending' and expires_at > at
    and not exists (select from same) and (select count(*) from attempts) < ${maxAttempts}
  returning *
), changed as (
  update orders
  set expires_at = greatest(orders.expires_at, started.hold_until),
      pay_by = nullif(${payBy('orders')}, greatest(orders.expires_at, started.hold_until)),
      paying_until = greatest(orders.paying_until, coalesce(started.hold_until, 'infinity')),
      version = orders.version + 1
  from started join decided on decided.id = started.order_id
  where orders.id = started.order_id and ${isNear('orders.id')}
  returning orders.*, decided.at
), ${recordEvents(`
  select changed.id, changed.version, 'order.payment_started',
         jsonb_build_object('attemptId', attempt_name, 'provider', asked.provider, 'reference', asked.reference,
                            'holdUntil', rfc3339(hold_until), 'expiresAt', rfc3339(expires_at)),
         at, $8::text, $9::text, $10::text
  from changed join started on started.order_id = changed.id, asked`)}, ${currentOrders}, attempt as (
  select id, order_id, provider, reference, created_at, hold_until from started
  union all
  select id, order_id, provider, reference, created_at, hold_until from same
)
select
  case
    when ${isHeld} then 'held'
    when current.id is null or not ${isOwn('current')} then 'not_found'
    when exists (select from started) then 'started'
    when current.status = 'paid' then 'order_already_paid'
    when current.cancel_reason = 'expired' then 'order_expired'
    when current.status = 'cancelled' then 'order_cancelled'
    when current.expires_at <= current.at then 'order_expired'
    when exists (select from same) then 'already_started'
    else 'too_many_payment_attempts'
  end as outcome,
  ${orderColumns('current', 'current.at')}, ${attemptColumns('attempt', `'open'`)}
from asked
left join current using (id)
left join attempt on attempt.order_id = asked.id`,
);

/** Starts a payment attempt of an order that can be paid. One order per statement: each attempt is asked for by itself. */
export async function startPayment(
  postgres: Queries,
  command: StartPaymentCommand,
  heldRows: HeldRows = 'skip',
): Promise<StartPaymentVerdict | Held> {
  const { id, actor, attemptId, provider, reference, owner, holdSeconds } = command;
  const values = [
    orderIdToUuid(id),
    attemptIdToUuid(attemptId),
    attemptId,
    provider,
    reference,
    owner,
    holdSeconds,
    ...eventParameters(actor),
    ...spanOf([orderIdToUuid(id)]),
  ];
  const [row] = await postgres.query<VerdictRow<StartOutcome> & AttemptRow>(statements[heldRows], values, {
    prepare: true,
  });
  if (!row) return { outcome: 'not_found' };
  const { outcome } = row;
  if (outcome === 'held' || outcome === 'not_found') return { outcome };
  if (outcome === 'started' || outcome === 'already_started') {
    return { outcome, order: toOrder(row), attempt: toAttempt(row) };
  }
  return { outcome, order: toOrder(row) };
}
