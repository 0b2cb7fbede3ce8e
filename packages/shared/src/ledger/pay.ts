import { orderIdToUuid } from '../order-id.ts';
import type { Order, Payment, PayOutcome } from '../order.ts';
import type { Postgres } from '../postgres.ts';
import { isOwn, lockAsked, settledOrders } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { asked, orderColumns, toOrder, type OrderRow } from './row.ts';

export interface PayCommand extends Payment {
  id: string;
  /** The customer whose order it must be; null or left out: anybody's. */
  owner?: string | null;
}

export type PayVerdict = { outcome: PayOutcome; order: Order } | { outcome: 'not_found' };

/*
 * The first payment of an order that the rules accept wins; every other one of the set is answered
 * as if it had come alone, just before the winner or just after it.
 */
const statement = `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, reference text, amount bigint, owner text)
), ${lockAsked}, winner as (
  select distinct on (asked.id) asked.id, asked.ord, asked.reference
  from asked join locked using (id)
  where ${isOwn('locked')} and locked.status = 'pending' and locked.expires_at > now()
    and (asked.amount is null or asked.amount = locked.amount)
  order by asked.id, asked.ord
), changed as (
  update orders
  set status = 'paid', paid_at = date_trunc('milliseconds', now()), payment_reference = winner.reference, version = orders.version + 1
  from winner
  where orders.id = winner.id
  returning orders.*
), ${recordEvents(`
  select id, version, 'order.paid',
         jsonb_build_object('amount', amount, 'currency', currency, 'paymentReference', payment_reference),
         paid_at
  from changed`)}, ${settledOrders}
select
  case
    when settled.id is null or not ${isOwn('settled')} then 'not_found'
    when asked.ord = winner.ord and changed.id is not null then 'paid'
    when locked.status = 'cancelled' and locked.cancel_reason = 'expired' then 'order_expired'
    when locked.status = 'cancelled' then 'order_cancelled'
    when locked.status = 'pending' and locked.expires_at <= now() then 'order_expired'
    when locked.status = 'pending' and (winner.ord is null or asked.ord < winner.ord) then 'amount_mismatch'
    when asked.reference is null or asked.reference = settled.payment_reference then 'already_paid'
    else 'order_already_paid'
  end as outcome,
  ${orderColumns('settled')}
from asked
left join locked using (id)
left join winner using (id)
left join changed using (id)
left join settled using (id)
order by asked.ord`;

/** Decides a set of payments on the database's clock, one answer for each, in the order asked. */
export async function payOrders(postgres: Postgres, commands: readonly PayCommand[]): Promise<PayVerdict[]> {
  const rows = await postgres.query<OrderRow & { outcome: PayVerdict['outcome'] }>(statement, [
    asked(
      commands.map(({ id, paymentReference, amount, owner }) => ({
        id: orderIdToUuid(id),
        reference: paymentReference,
        amount,
        owner,
      })),
    ),
  ]);
  return rows.map((row) =>
    row.outcome === 'not_found' ? { outcome: row.outcome } : { outcome: row.outcome, order: toOrder(row) },
  );
}
