import type { IsNear } from './span.ts';

/** Steps of paying that are about payments which are refused. */

/**
 * Finds the payments that their customer may not record any more, as `beyond_…`. They are counted in order of arrival:
 * those of an order that are recorded, and those before them in the set.
 *
 * It reads nothing unless there are such payments.
 *
 * @param claims the relation of payments with references: `order_id`, `ord`, `reference`, `outcome` and `max_refused`.
 *   Those with the outcome `accepted` are left out
 * @param isNear see span.ts
 */
export const beyondLimit = (claims: string, isNear: IsNear) => `new_${claims} as (
  select order_id, reference, row_number() over (partition by order_id order by min(ord)) as position
  from ${claims} left join lateral (
    select true as is_known from payments
    where payments.order_id = ${claims}.order_id and payments.reference = ${claims}.reference and ${isNear('payments.order_id')} limit 1
  ) as recorded_before on true
  where outcome <> 'accepted' and is_known is null
  group by order_id, reference
), beyond_${claims} as materialized (
  select ${claims}.* from ${claims} join new_${claims} using (order_id, reference)
  where outcome <> 'accepted' and max_refused is not null and max_refused < position + (
    select count(*) from (
      select from payments
      where payments.order_id = ${claims}.order_id and payments.outcome <> 'accepted' and ${isNear('payments.order_id')}
      limit ${claims}.max_refused
    ) as refused_before
  )
)`;

/** SQL: the reason of a refund, from the outcome of its payment. */
export const refundReason = (outcome: string) =>
  `case ${outcome} when 'mismatched' then 'amount' else ${outcome} end`;
