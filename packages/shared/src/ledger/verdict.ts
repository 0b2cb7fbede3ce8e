import { isHeld } from './lock.ts';
import { orderColumns } from './row.ts';

/** SQL: why a command did not change an order that can no longer be paid, as branches of a `case`. */
const whenClosed = `
    when current.status = 'paid' then 'order_already_paid'
    when current.status = 'cancelled' and current.cancel_reason <> 'expired' then 'order_cancelled'
    when current.status = 'cancelled' or current.expires_at <= current.at then 'order_expired'`;

/**
 * The end of a statement that changes one order while it can be paid: the select list and joins of a `VerdictRow`, after the
 * steps of `lockAsked`, `changed` and `currentOrders`.
 *
 * @param success the outcome if the order was changed
 * @param refused branches of a `case`: why an order that can be paid was not
 * @param joined a further relation, by id, that these read
 */
export const verdictOf = (success: string, refused = '', joined = '') => `
select
  case
    when ${isHeld} then 'held'
    when current.id is null then 'not_found'
    when changed.id is not null then '${success}'${whenClosed}
    ${refused}
  end as outcome,
  ${orderColumns('current', 'current.at')}
from asked
left join changed using (id)
left join current using (id)
${joined && `left join ${joined} using (id)`}`;
