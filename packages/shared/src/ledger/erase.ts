import type { Actor } from '../order/actor.ts';
import { personalData } from '../order/events.ts';
import { orderIdFromUuid, orderIdToUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { actorParameters } from './actor-row.ts';
import { decidingAt, lockedAsSeen, lockOrders } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { isInSpan, spanOf } from './span.ts';

/** A part of a customer's orders, by id. */
export interface ErasureQuery {
  customerId: string;
  /** Who asks for it. */
  actor: Actor;
  /** The id of the previous part's last order; null: begin with the first. */
  after: string | null;
  limit: number;
}

export interface RequestedErasures {
  /** Paid and cancelled orders, which can be erased. */
  settledIds: string[];
  /** How many are erased when they settle. */
  pending: number;
  /** `after` of the next part; null: there are no more. */
  next: string | null;
}

const requestStatement = `
with asked as materialized (
  select id, status from orders
  where customer_id = $1 and ($2::uuid is null or id > $2) order by id limit $3
), listed as (
  insert into erasures (order_id, actor_kind, actor_subject)
  select id, $4::text, $5::text from asked order by id on conflict do nothing
)
select id, status <> 'pending' as "isSettled" from asked order by id`;

/** Lists a part of a customer's orders to be erased. It waits for none of their rows. */
export async function requestErasures(
  postgres: Postgres,
  { customerId, actor, after, limit }: ErasureQuery,
): Promise<RequestedErasures> {
  const rows = await postgres.query<{ id: string; isSettled: boolean }>(requestStatement, [
    customerId,
    after && orderIdToUuid(after),
    limit,
    ...actorParameters(actor),
  ]);
  const settledIds = rows.flatMap(({ id, isSettled }) => (isSettled ? [orderIdFromUuid(id)] : []));
  const last = rows.at(-1);
  return {
    settledIds,
    pending: rows.length - settledIds.length,
    next: last && rows.length === limit ? orderIdFromUuid(last.id) : null,
  };
}

/* Each is looked up by index; those that are pending are the customers' few running orders. */
const dueStatement = `
select erasures.order_id as id
from erasures, lateral (select status from orders where orders.id = erasures.order_id limit 1) as current
where current.status <> 'pending'
order by erasures.order_id limit $1`;

/** Up to `limit` orders that are to be erased and have settled. */
export async function readDueErasures(postgres: Postgres, limit: number): Promise<string[]> {
  const rows = await postgres.query<{ id: string }>(dueStatement, [limit]);
  return rows.map(({ id }) => orderIdFromUuid(id));
}

/** More requests about an order are not remembered: each is a change that only a few can make. */
const requestsPerOrder = 10_000;

/** Answers are the order itself, or name it, as payment attempts do. */
const requestsAnswered = (member: 'id' | 'orderId') =>
  `(select ctid as place from idempotent_requests where answer ->> '${member}' = asked.id limit ${requestsPerOrder})`;

const withoutPersonalData = `event.data || case event.type
    ${Object.entries(personalData)
      .filter(([, members]) => members.length > 0)
      .map(([type, members]) => {
        const nulls = JSON.stringify(Object.fromEntries(members.map((member) => [member, null])));
        return `when '${type}' then '${nulls}'::jsonb`;
      })
      .join('\n    ')}
    else '{}' end`;

const isNear = isInSpan(3);

/*
 * $1 ids, $2 the same as clients know them, $3 and $4 their span. Amounts, currency, and the references of payments stay: they are the books.
 *
 * Skips rows that somebody else holds, and those that changed after the snapshot, whose latest events it could not see. An order
 * that was erased is listed again by a request that saw it before: it is only unlisted then.
 */
const eraseStatement = `
with seen as materialized (
  select * from orders
  where ${isNear('id')} and status <> 'pending' and id = any (array(
    select order_id from erasures where order_id = any($1::uuid[]) and ${isNear('order_id')}))
), locked as materialized (
  select * from ${lockOrders('array(select id from seen order by id)', 'skip')}
), ${decidingAt('locked', 'seen', lockedAsSeen, isNear)}, changed as (
  update orders
  set customer_id = null, reference = null, metadata = '{}', idempotency_key = null, idempotency_digest = null,
      items = (
        select coalesce(jsonb_agg(item - 'name' order by place), '[]')
        from jsonb_array_elements(orders.items) with ordinality as each(item, place)
      ),
      version = orders.version + 1
  from decided where orders.id = decided.id and ${isNear('orders.id')} and decided.customer_id is not null
  returning orders.id, orders.version, decided.at
), unlisted as (
  delete from erasures where order_id = any (array(select id from decided))
  returning order_id, actor_kind, actor_subject
), told as (
  -- All of them, changed or not: the feed leaves rows that were just written to its next pass, and must not leave some
  -- events of an order behind its later ones.
  update order_events event set data = ${withoutPersonalData}
  where ${isNear('event.order_id')} and event.order_id = any (array(select id from changed))
), attempted as (
  update payment_attempts set provider = null, reference = null, reason = null
  where order_id = any (array(select id from changed))
), answered as (
  update webhook_deliveries set response_body = null
  where order_id = any (array(select id from changed)) and response_body is not null
), sent as (
  update webhook_attempts set request_body = null, response_body = null
  where order_id = any (array(select id from changed)) and num_nonnulls(request_body, response_body) > 0
), forgotten as (
  delete from idempotency_keys where order_id = any (array(select id from changed))
), repeated as (
  -- The limits make Postgres look up each order by index. Once a request has its answer, its row stays where it is.
  delete from idempotent_requests where ctid = any (array(
    select place from unnest($2::text[]) as asked(id), lateral (
      ${requestsAnswered('id')} union all ${requestsAnswered('orderId')}
    ) as each
  ))
), ${recordEvents(`
  select id, version, 'customer.erased', '{}'::jsonb, at, actor_kind, actor_subject, null
  from changed left join unlisted on order_id = id`)}
select id from changed`;

/** Erases orders that are to be erased and have settled. @returns those that it has erased; others may be held */
export async function eraseOrders(postgres: Postgres, ids: readonly string[]): Promise<string[]> {
  const uuids = ids.map(orderIdToUuid);
  const rows = await postgres.query<{ id: string }>(eraseStatement, [uuids, ids, ...spanOf(uuids)]);
  return rows.map(({ id }) => orderIdFromUuid(id));
}

/* The customer's own requests. Those of others about its orders go with the orders. */
const forgetStatement = `delete from idempotent_requests where caller = $1`;

/** @param caller as requests name it: see `RepeatableRequest` */
export async function forgetRequestsOf(postgres: Postgres, caller: string): Promise<void> {
  await postgres.query(forgetStatement, [caller]);
}

/** Longer than a delivery that was under way takes, and its result to be recorded. */
const lateForSeconds = 120;

const lateStatement = `
with erased as materialized (
  select order_id from order_events
  where type = 'customer.erased' and occurred_at > now() - interval '${lateForSeconds} seconds'
), answered as (
  update webhook_deliveries set response_body = null
  where order_id = any (array(select order_id from erased)) and response_body is not null
)
update webhook_attempts set request_body = null, response_body = null
where order_id = any (array(select order_id from erased)) and num_nonnulls(request_body, response_body) > 0`;

/** Erases what webhooks that were under way during an erasure have left since. To be called again and again. */
export async function eraseLateAnswers(postgres: Postgres): Promise<void> {
  await postgres.query(lateStatement);
}
