import type { Postgres } from '../platform/postgres.ts';
import { inBatches } from '../platform/batches.ts';
import { deliveryIdFromUuid, deliveryIdToUuid } from './ids.ts';

/** The SQL of the outbox: the deliveries that are `pending`. One is due when it needs a job in the queue. */

export interface ClaimedDelivery {
  id: string;
  /** The delay of its job. */
  delayMs: number;
  /** It was queued before, so its job may still exist. */
  wasQueued: boolean;
}

/**
 * A queued delivery without a result is claimed again after this time, in case its job was lost. Longer than normal
 * delivery takes, and short enough for a delivery lost in a crash.
 */
const leaseSeconds = 60;

const claimStatement = `
with due as (
  select id, queued_at from webhook_deliveries
  where status = 'pending' and due_at <= now()
  order by due_at limit $1
  for update skip locked
)
update webhook_deliveries delivery
set queued_at = now(),
    due_at = greatest(now(), delivery.next_attempt_at) + make_interval(secs => ${leaseSeconds})
from due where delivery.id = due.id
returning delivery.id, due.queued_at is not null as was_queued,
  greatest(0, coalesce(extract(epoch from delivery.next_attempt_at - now()) * 1000, 0))::float8 as delay_ms`;

/**
 * Claims up to `limit` deliveries that need a job. They are due again {@link leaseSeconds} after their next attempt,
 * unless its result is recorded first.
 */
export async function claimDue(postgres: Postgres, limit: number): Promise<ClaimedDelivery[]> {
  const rows = await postgres.query<{ id: string; was_queued: boolean; delay_ms: number }>(claimStatement, [
    limit,
  ]);
  return rows.map((row) => ({
    id: deliveryIdFromUuid(row.id),
    delayMs: Math.ceil(row.delay_ms),
    wasQueued: row.was_queued,
  }));
}

const releaseStatement = `
update webhook_deliveries set due_at = now() where id = any($1::uuid[]) and status = 'pending'`;

/** Makes claimed deliveries due again, because they could not be queued. */
export async function releaseClaimed(postgres: Postgres, ids: readonly string[]): Promise<void> {
  await postgres.query(releaseStatement, [ids.map(deliveryIdToUuid)]);
}

const requeueStatement = `
update webhook_deliveries set due_at = now(), queued_at = null
where id in (
  select id from webhook_deliveries
  where status = 'pending' and queued_at <= $1 limit $2
  for update skip locked
)
returning id`;

const requeueBatchSize = 5_000;

/**
 * Makes all pending deliveries due that were queued before this call, because their jobs are lost.
 * @returns how many
 */
export async function requeueAll(postgres: Postgres, signal: AbortSignal): Promise<number> {
  const [clock] = await postgres.query<{ now: string }>('select now()::text as now');
  return inBatches(requeueBatchSize, signal, async (limit) => {
    return (await postgres.query(requeueStatement, [clock?.now, limit])).length;
  });
}

const purgeBatchSize = 5_000;

const purgeStatement = `
delete from webhook_deliveries
where id in (
  select id from webhook_deliveries
  where created_at < now() - make_interval(days => $1)
    and (status <> 'pending' or endpoint_id not in (select id from webhook_endpoints))
  limit $2
)
returning id`;

/** How long finished deliveries are kept. */
const historyDays = 30;

/** Deletes old deliveries in batches, except those still pending for an existing endpoint. */
export async function purgeHistory(postgres: Postgres, signal: AbortSignal): Promise<void> {
  await inBatches(purgeBatchSize, signal, async (limit) => {
    return (await postgres.query(purgeStatement, [historyDays, limit])).length;
  });
}
