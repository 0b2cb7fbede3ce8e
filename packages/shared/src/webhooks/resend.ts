import type { Queries } from '../platform/postgres.ts';
import { deliveryColumns, toDelivery, type DeliveryRow, type WebhookDelivery } from './delivery-history.ts';
import { deliveryIdToUuid, endpointIdToUuid } from './ids.ts';
import { eventOf } from './event-of.ts';

/** Sends deliveries again, under the same `webhook-id`, whatever became of them. */

export type ResendRefusal =
  /** There is no such endpoint or delivery. */
  { outcome: 'not_found' } | { outcome: 'endpoint_disabled' };

export type ResendResult = { outcome: 'resent'; delivery: WebhookDelivery } | ResendRefusal;

/** A job that has just ended keeps its id for a moment, and until then no other can be added. */
const moment = `interval '1 second'`;

/** An attempt takes at most 10 s, and a claim holds for a minute. */
const justAttempted = `interval '15 seconds'`;
const lease = `interval '60 seconds'`;

/**
 * SQL: makes a delivery pending and due, with all its retries before it. One that is in hand stays there: if it is being
 * sent right now, the statement that records the result sees to it that it is sent once more.
 */
export const resentNow = `
status = 'pending', resent_at = now(), attempts_before = attempts, next_attempt_at = null,
due_at = case
  when status = 'pending' and greatest(queued_at, case when queued_at is not null then last_attempt_at end) > now() - ${lease}
    then least(due_at, now() + ${lease})
  when last_attempt_at > now() - ${justAttempted} then now() + ${moment}
  else now() end,
queued_at = case when status = 'pending' then queued_at end`;

/** SQL: the delivery was asked for again while this attempt was under way. By number: clocks may be set back. */
export const wasResentSince = (delivery: string, attempt: string) =>
  `coalesce(${attempt} <= ${delivery}.attempts_before, false)`;

/** SQL: when such a delivery is due. */
export const dueAgain = `now() + ${moment}`;

const resendStatement = `
with resent as (
  update webhook_deliveries delivery set ${resentNow}
  from webhook_endpoints endpoint
  where delivery.id = $2 and delivery.endpoint_id = $1 and endpoint.id = $1 and endpoint.enabled
  returning ${deliveryColumns('delivery')}
)
select resent.*, coalesce(event.type, 'webhook.ping') as type, event.event_id
from resent left join ${eventOf('resent')}`;

const whyNotStatement = `
select endpoint.enabled as "isEnabled", exists (
  select from webhook_deliveries where id = $2 and endpoint_id = $1) as "isFound"
from webhook_endpoints endpoint where endpoint.id = $1`;

/** Makes a delivery due, with all retries before it. */
export async function resendDelivery(
  queries: Queries,
  endpointId: string,
  deliveryId: string,
): Promise<ResendResult> {
  const values = [endpointIdToUuid(endpointId), deliveryIdToUuid(deliveryId)];
  const [row] = await queries.query<DeliveryRow>(resendStatement, values);
  if (row) return { outcome: 'resent', delivery: toDelivery(row) };
  const [state] = await queries.query<{ isEnabled: boolean; isFound: boolean }>(whyNotStatement, values);
  return { outcome: state?.isFound && !state.isEnabled ? 'endpoint_disabled' : 'not_found' };
}

/** All deliveries of events to an endpoint since a time; pings are not sent again. */
export interface Resend {
  endpointId: string;
  since: Date;
  /** Of these types only; null: of all. */
  types: readonly string[] | null;
}

export type ResentResult =
  | { outcome: 'accepted'; count: number }
  | ResendRefusal
  | { outcome: 'too_many_resends' };

/** Of an endpoint at a time. */
export const maxResends = 10;

/** Rows that a statement counts. Each costs a look-up of its event. */
const countedAtOnce = 5_000;

const countStatement = `
with page as materialized (
  select delivery.id, delivery.created_at, event.type
  from (
    select id, created_at, order_id, sequence from webhook_deliveries
    where endpoint_id = $1 and created_at >= $2::timestamptz and (created_at, id) > ($2::timestamptz, $3::uuid)
    order by created_at, id limit ${countedAtOnce}
  ) delivery left join ${eventOf('delivery')}
)
select (select count(*) from page where type is not null and ($4::text[] is null or type = any($4)))::int as wanted,
       (select count(*) from page)::int as counted, created_at as "createdAt", id
from page order by created_at desc, id desc limit 1`;

/* Deliveries of the first instant are included: see `after_id`. */
const acceptStatement = `
insert into webhook_resends (endpoint_id, types, requested_at, after_created_at)
select id, $2, now(), $3 from webhook_endpoints
where id = $1 and enabled and (select count(*) from webhook_resends where endpoint_id = $1) < ${maxResends}
returning id`;

const beforeAll = (since: Date) => new Date(since.getTime() - 1);
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Asks a worker to send deliveries again: see `carry-out-resends.ts`. @returns how many there are */
export async function resendSince(
  queries: Queries,
  { endpointId, since, types }: Resend,
): Promise<ResentResult> {
  const endpoint = endpointIdToUuid(endpointId);
  const count = await countSince(queries, endpoint, since, types);
  const values = [endpoint, types, beforeAll(since)];
  if ((await queries.query(acceptStatement, values)).length > 0) return { outcome: 'accepted', count };
  const statement = 'select enabled as "isEnabled" from webhook_endpoints where id = $1';
  const [state] = await queries.query<{ isEnabled: boolean }>(statement, [endpoint]);
  if (!state) return { outcome: 'not_found' };
  return { outcome: state.isEnabled ? 'too_many_resends' : 'endpoint_disabled' };
}

async function countSince(
  queries: Queries,
  endpoint: string,
  since: Date,
  types: readonly string[] | null,
): Promise<number> {
  let count = 0;
  let after = { createdAt: beforeAll(since), id: lastId };
  for (;;) {
    const values = [endpoint, after.createdAt, after.id, types];
    const [page] = await queries.query<typeof after & { wanted: number; counted: number }>(
      countStatement,
      values,
    );
    if (!page) return count;
    count += page.wanted;
    if (page.counted < countedAtOnce) return count;
    after = page;
  }
}
