import { inBatches } from '../platform/batches.ts';
import type { Postgres } from '../platform/postgres.ts';

/** Ends deliveries that nobody will attempt any more, and deletes those that the history has outlived. */

/** Longer than all attempts take, with their jitter: about 79 hours. */
export const maxAgeHours = 84;

/** The history goes back this far. */
export const historyDays = 30;

const batchSize = 5_000;

/* Each distinct endpoint of an index costs one step, however many deliveries it has. */
const endpointsOf = (condition: string) => `
with recursive of(endpoint_id) as (
  (select endpoint_id from webhook_deliveries where ${condition} order by endpoint_id limit 1)
  union all
  select (select endpoint_id from webhook_deliveries
          where ${condition} and endpoint_id > of.endpoint_id order by endpoint_id limit 1)
  from of where of.endpoint_id is not null
)`;

const pending = `status = 'pending'`;

const dropStatement = `${endpointsOf(pending)}
delete from webhook_deliveries where id = any (array(
  select delivery.id from of, lateral (
    select id from webhook_deliveries where endpoint_id = of.endpoint_id and ${pending} limit $1
  ) delivery
  where of.endpoint_id not in (select id from webhook_endpoints) limit $1
))
returning id`;

/** Drops the deliveries that wait for endpoints that were removed. */
export async function dropOrphans(postgres: Postgres, signal: AbortSignal): Promise<number> {
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(dropStatement, [limit])).length;
  });
}

const failStatement = (found: string, error: string) => `
update webhook_deliveries
set status = 'failed', error = ${error}, due_at = null, queued_at = null, next_attempt_at = null
where id = any (array(
  select delivery.id from webhook_endpoints endpoint, lateral (
    select id from webhook_deliveries
    where endpoint_id = endpoint.id and ${pending} and ${found} order by due_at limit $1
  ) delivery limit $1
)) and ${pending}
returning id`;

const failDisabledStatement = failStatement('not endpoint.enabled', `'the endpoint is disabled'`);

/** Fails the deliveries that wait for endpoints that were disabled. @returns how many */
export async function failDisabled(postgres: Postgres, signal: AbortSignal): Promise<number> {
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(failDisabledStatement, [limit])).length;
  });
}

/* What is in hand is due in the future. */
const failOldStatement = failStatement(
  `due_at < now() and coalesce(resent_at, created_at) < now() - make_interval(hours => ${maxAgeHours})`,
  `concat_ws(': ', 'gave up after ${maxAgeHours} hours', error)`,
);

/** Fails deliveries that have waited longer than all attempts take, as behind an open circuit. @returns how many */
export async function failOld(postgres: Postgres, signal: AbortSignal): Promise<number> {
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(failOldStatement, [limit])).length;
  });
}

const purgeStatement = `${endpointsOf('true')}
delete from webhook_deliveries where id = any (array(
  select delivery.id from of, lateral (
    select id from webhook_deliveries
    where endpoint_id = of.endpoint_id and created_at < now() - make_interval(days => ${historyDays}) and status <> 'pending'
    order by created_at limit $1
  ) delivery limit $1
))
returning id`;

/** Deletes deliveries that are older than the history goes back. */
export async function purgeHistory(postgres: Postgres, signal: AbortSignal): Promise<number> {
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(purgeStatement, [limit])).length;
  });
}
