import type { Postgres } from '../platform/postgres.ts';
import { historyDays } from './give-up.ts';
import { endpointIdFromUuid } from './ids.ts';

/** Turns the events of the outbox into deliveries. It needs Postgres alone. */
export interface FanOut {
  /**
   * Takes a batch of events. Several processes may do so at once; each event is taken once.
   *
   * @throws LedgerUnavailable; the events stay in the outbox, and the next batch is half as large
   */
  takeBatch(): Promise<FannedOut>;
  /** The next batch is looked for from the start of the outbox. */
  startOver(): void;
}

export interface FannedOut {
  /** The batch was full, so there may be more events. */
  isFull: boolean;
  /** The endpoints that got deliveries. */
  endpointIds: string[];
  /** An endpoint is enabled, so events may be wanted. */
  hasEndpoints: boolean;
}

/** Rows of one statement: events by endpoints. */
const maxDeliveries = 5_000;
const maxEvents = 500;

/** How often the outbox is read from its start, in case a failover set the numbers of transactions back. */
const fullScanIntervalMs = 60_000;

/*
 * `$1` is the oldest transaction whose rows may still be in the outbox, `$2` the largest number of events. An endpoint
 * gets the events from its registration on.
 *
 * A delivery is never older than the history goes back: the partition of that time may be gone.
 *
 * Rows of transactions older than every running one are all visible here. If this statement took them all, and none
 * was skipped because another relay holds it, no later statement has to look at transactions that old.
 */
const statement = `
with batch as materialized (
  select greatest(1, least($2::int, ${maxDeliveries} / greatest(1, count(*))))::int as size,
         count(*) > 0 as has_endpoints
  from webhook_endpoints where enabled
), seen as materialized (
  select from webhook_outbox where written_by >= $1::xid8 order by written_by limit (select size from batch)
), taken as (
  delete from webhook_outbox
  where ctid = any (array(
    select ctid from webhook_outbox
    where written_by >= $1::xid8
    order by written_by limit (select size from batch)
    for update skip locked
  ))
  returning order_id, sequence, type, occurred_at
), deliveries as (
  insert into webhook_deliveries (endpoint_id, order_id, sequence, created_at)
  select endpoint.id, taken.order_id, taken.sequence, greatest(taken.occurred_at, now() - interval '${historyDays} days')
  from taken join webhook_endpoints endpoint
    on endpoint.enabled and (endpoint.event_types is null or taken.type = any(endpoint.event_types))
    and endpoint.created_at <= taken.occurred_at
  returning endpoint_id
)
select taken.count >= size as "isFull", has_endpoints as "hasEndpoints",
       array(select distinct endpoint_id::text from deliveries) as "endpointIds",
       case when seen.count < size and taken.count = seen.count
         then pg_snapshot_xmin(pg_current_snapshot())::text end as "from"
from batch, (select count(*) from seen) seen, (select count(*) from taken) taken`;

const nothing = { isFull: false, hasEndpoints: true, endpointIds: [], from: null };

export function createFanOut(postgres: Postgres): FanOut {
  const start = '0';
  let from = start;
  let scannedAt = performance.now();
  let size = maxEvents;

  return {
    startOver() {
      from = start;
    },

    async takeBatch() {
      if (performance.now() - scannedAt > fullScanIntervalMs) from = start;
      if (from === start) scannedAt = performance.now();
      try {
        const [row = nothing] = await postgres.query<FannedOut & { from: string | null }>(
          statement,
          [from, size],
          { prepare: true },
        );
        size = Math.min(maxEvents, Math.ceil(size * 1.1));
        from = row.from ?? from;
        const { isFull, hasEndpoints } = row;
        return { isFull, hasEndpoints, endpointIds: row.endpointIds.map(endpointIdFromUuid) };
      } catch (error) {
        size = Math.max(1, Math.floor(size / 2));
        throw error;
      }
    },
  };
}
