import type { Postgres } from '../platform/postgres.ts';
import { eventOf } from './event-of.ts';
import { resentNow } from './resend.ts';

const batchSize = 1_000;

/*
 * One batch of one request. A delivery that somebody holds makes nobody wait: the request goes on from there next time.
 * What it has reached already is known by `resent_at`. A request to an endpoint that was disabled ends.
 */
const batchStatement = `
with resend as materialized (
  select resend.*, endpoint.enabled
  from webhook_resends resend join webhook_endpoints endpoint on endpoint.id = resend.endpoint_id
  where resend.id = $1 for update of resend skip locked
), batch as materialized (
  select delivery.id, delivery.created_at,
         event.type is not null and (resend.types is null or event.type = any(resend.types))
           and coalesce(delivery.resent_at < resend.requested_at, true) as is_wanted
  from resend cross join lateral (
    select id, created_at, resent_at, order_id, sequence from webhook_deliveries
    where endpoint_id = resend.endpoint_id and created_at >= resend.after_created_at
      and (created_at, id) > (resend.after_created_at, resend.after_id)
      and created_at <= resend.requested_at and resend.enabled
    order by created_at, id limit $2
  ) delivery left join ${eventOf('delivery')}
), locked as materialized (
  select id from webhook_deliveries
  where id = any (array(select id from batch where is_wanted)) for update skip locked
), resent as (
  update webhook_deliveries set ${resentNow} where id = any (array(select id from locked))
), held as materialized (
  select created_at, id from batch where is_wanted and id not in (select id from locked)
  order by created_at, id limit 1
), reached as materialized (
  select created_at, id from batch
  where (created_at, id) < (select created_at, id from held) or not exists (select from held)
  order by created_at desc, id desc limit 1
), is_last as materialized (
  select (select count(*) from batch) < $2 and not exists (select from held) as is_last
), ended as (
  delete from webhook_resends where id = (select id from resend) and (select is_last from is_last)
), moved as (
  update webhook_resends set after_created_at = reached.created_at, after_id = reached.id
  from reached where webhook_resends.id = (select id from resend) and not (select is_last from is_last)
)
select (select count(*) from locked)::int as resent,
       exists (select from resend) and not is_last and not exists (select from held) as "isMore"
from is_last`;

/**
 * Makes the deliveries due that were asked for again, batch by batch. Several workers may do so at once.
 *
 * @returns how many became due
 */
export async function carryOutResends(postgres: Postgres, signal: AbortSignal): Promise<number> {
  const requests = await postgres.query<{ id: string }>(
    'select id from webhook_resends order by requested_at',
  );
  let total = 0;
  for (const { id } of requests) {
    let isMore = true;
    while (isMore && !signal.aborted) {
      const [batch] = await postgres.query<{ resent: number; isMore: boolean }>(batchStatement, [
        id,
        batchSize,
      ]);
      total += batch?.resent ?? 0;
      isMore = batch?.isMore ?? false;
    }
  }
  return total;
}
