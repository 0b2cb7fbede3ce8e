import { toldActor } from '../../src/ledger/actor-row.ts';
import { orderIdToUuid } from '../../src/order/order-id.ts';
import type { Postgres } from '../../src/platform/postgres.ts';

/** An instant as milliseconds since the run began, which is how the model counts. */
const sinceStart = (instant: string) => `(extract(epoch from ${instant}) * 1000 - $2)::float8`;

const statement = `
select status, version, coalesce(refund_due_amount, 0)::float8 as "refundDueAmount", reference, metadata, items, amount,
  payment_reference as "paymentReference", cancel_reason as "cancelReason",
  ${sinceStart('created_at')} as "createdAt", ${sinceStart('coalesce(pay_by, expires_at)')} as "payBy",
  ${sinceStart('expires_at')} as "expiresAt",
  ${sinceStart('remind_at')} as "remindAt", ${sinceStart('paid_at')} as "paidAt",
  ${sinceStart('cancelled_at')} as "cancelledAt",
  (select json_agg(json_build_object('sequence', sequence, 'type', type, 'at', ${sinceStart('occurred_at')},
      'actor', ${toldActor('order_events', 'orders.customer_id')}, 'data', data || coalesce((
        select jsonb_object_agg(name, ${sinceStart('(data->>name)::timestamptz')})
        from unnest('{payBy,expiresAt,holdUntil}'::text[]) as name where data->>name is not null
      ), '{}') || case
        -- Whether it is that of the payment.
        when data ? 'refundId' then jsonb_build_object('refundId', data->>'refundId' = (
          select type_id('rfd', refund_id) from payments
          where order_id = orders.id and reference = data->>'paymentReference'))
        else '{}' end) order by sequence)
   from order_events where order_id = orders.id) as events,
  (select coalesce(json_agg(json_build_object('reference', reference, 'amount', amount, 'outcome', outcome,
      'at', ${sinceStart('recorded_at')}, 'refundedAt', ${sinceStart('refunded_at')},
      'refundReference', refund_reference) order by coalesce(reference, '')), '[]')
   from payments where order_id = orders.id) as payments,
  (select coalesce(json_agg(json_build_object('provider', provider, 'reference', reference, 'status', attempt.status,
      'createdAt', ${sinceStart('attempt.created_at')}, 'holdUntil', ${sinceStart('hold_until')},
      'endedAt', ${sinceStart('ended_at')}, 'reason', reason) order by attempt.id), '[]')
   from payment_attempts attempt where order_id = orders.id) as attempts
from unnest($1::uuid[]) with ordinality as asked(id, ord) join orders using (id) order by ord`;

/** The orders as Postgres holds them, each with its events and payment attempts, oldest first, and its payments by reference. */
export function readLedgerRows(
  postgres: Postgres,
  ids: readonly string[],
  startedAt: number,
): Promise<unknown[]> {
  return postgres.query(statement, [ids.map(orderIdToUuid), startedAt]);
}
