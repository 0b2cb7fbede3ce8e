import type { OrderEvent, OrderEventType } from '../order/events.ts';
import { orderIdFromUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { toldActor } from './actor-row.ts';
import { ledgerEpoch, requireEpoch } from './epoch.ts';
import { marginMs } from './feed-mark.ts';
import { isWrittenSince } from './written-by.ts';

/** A request for a part of the feed. */
export interface FeedQuery {
  /** A position; 0: the beginning. */
  from: number;
  /** Only events of these types; null: all. */
  types: readonly OrderEventType[] | null;
  /** The most events to return, 1 to 100. */
  limit: number;
}

export interface FeedEntry {
  position: number;
  orderId: string;
  sequence: number;
  /** Null: the event is from before events had ids. */
  eventId: string | null;
  /** Null: not asked for, but where the part begins or ends. */
  event: OrderEvent | null;
}

/** The feed from a position on. */
export interface FeedPart {
  /** See `ledgerEpoch`. */
  epoch: string;
  /** The oldest position that is kept; the next one to be given if there is none. */
  oldest: number;
  /**
   * By position: that of the query, if there is one, then those of the events that were asked for, and the last one that
   * was looked at. Empty: there is nothing from the position on.
   */
  entries: FeedEntry[];
}

/** However rare the types of a request are, it looks at so many events. */
const mostLookedAt = 1_000;

/*
 * $1 position, $2 types, $3 limit, $4 how many positions to look at. Without the limit of 1, Postgres would join the
 * events by reading all of them. Where months were dropped, some events are missing, so the feed begins after all of theirs.
 */
const partStatement = `
with feed as materialized (
  select ${ledgerEpoch} as epoch,
         greatest(coalesce((select min(position) from event_feed), last_position + 1),
                  (select max(feed_position) + 1 from dropped_months)) as oldest
  from event_feed_mark
), entry as materialized (
  select position, event.*, position > $1 and ($2::text[] is null or type = any($2)) as is_asked
  from (
    select * from event_feed where position >= greatest($1, (select oldest from feed)) order by position limit $4
  ) as listed, lateral (
    select order_id, sequence, type, occurred_at, event_id, data, actor_kind, actor_subject from order_events
    where order_id = listed.order_id and sequence = listed.sequence limit 1
  ) as event
), counted as (
  select *, sum(is_asked::int) over (order by position) as asked_so_far, max(position) over () as last from entry
)
select epoch, oldest, position, order_id as "orderId", sequence, type, occurred_at as "occurredAt",
       event_id as "eventId", is_asked as "isAsked", case when is_asked then data end as data,
       case when is_asked then ${toldActor('counted')} end as actor
from feed left join counted on asked_so_far <= $3 and (is_asked or position in ($1, last))
order by position`;

type Row = Pick<FeedPart, 'epoch' | 'oldest'> &
  (
    | { position: null }
    | (Pick<FeedEntry, 'position' | 'sequence' | 'eventId' | 'orderId'> &
        Pick<OrderEvent, 'type' | 'data' | 'occurredAt' | 'actor'> & { isAsked: boolean })
  );

/** Reads a part of the feed by its index. With `types`, it may hold few events, or none, though more follow. */
export async function readFeedPart(postgres: Postgres, { from, types, limit }: FeedQuery): Promise<FeedPart> {
  const lookedAt = types ? mostLookedAt : limit + 1;
  const rows = await postgres.query<Row>(partStatement, [from, types, limit, lookedAt]);
  const [first] = rows;
  if (!first) throw new Error('the feed has no mark');
  return {
    epoch: requireEpoch(first.epoch),
    oldest: first.oldest,
    entries: rows.flatMap((row) => (row.position === null ? [] : [toEntry(row)])),
  };
}

function toEntry(row: Extract<Row, { position: number }>): FeedEntry {
  const { position, sequence, eventId, isAsked, type, data, occurredAt, actor } = row;
  const orderId = orderIdFromUuid(row.orderId);
  return {
    position,
    orderId,
    sequence,
    eventId,
    event: isAsked ? ({ orderId, sequence, type, data, occurredAt, actor } as OrderEvent) : null,
  };
}

/*
 * From where the next pass begins, or the one under way goes on. Without the limit of 1, Postgres would read all positions
 * of a table that has grown since it was analyzed.
 */
const afterXmin = `(
    select (case when pass is null then seen ->> 'xmin' else pass ->> 'afterXmin' end)::xid8 from event_feed_mark)`;

const lagStatement = `
select coalesce(greatest(0, extract(epoch from now() - min(occurred_at)) * 1000), 0)::float8 as "lagMs"
from (
  select occurred_at from order_events event left join lateral (
    select true as has_position from event_feed
    where order_id = event.order_id and sequence = event.sequence limit 1
  ) as known on true
  where occurred_at >= (
    select coalesce((pass #>> '{cursor,occurredAt}')::timestamptz,
                    (seen ->> 'since')::timestamptz - make_interval(secs => ${marginMs / 1_000}), '-infinity')
    from event_feed_mark
  ) and has_position is null and ${isWrittenSince('event.xmin', afterXmin)}
  order by occurred_at limit 1
) as oldest`;

/** Milliseconds since the oldest event without a position in the feed occurred; 0 if there is none. */
export async function readFeedLag(postgres: Postgres): Promise<number> {
  const [row] = await postgres.query<{ lagMs: number }>(lagStatement);
  return row?.lagMs ?? 0;
}
