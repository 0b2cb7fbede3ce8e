import type { Postgres } from '../platform/postgres.ts';
import { ledgerCluster } from './epoch.ts';
import { nextPass, parsePass, parseSeen, type FeedMark, type Look, type Pass } from './feed-mark.ts';
import { isWrittenSince, writtenBy } from './written-by.ts';

/** What a step did for the feed. */
export interface Filled {
  /** How many events got positions. */
  events: number;
  /** There may be more in the pass under way. */
  isBehind: boolean;
}

export interface FillOptions {
  /** Events that are looked at, 1 or more. */
  pageSize: number;
  /** Nothing is done if positions were given less than so many milliseconds ago, as by another worker. Default: 0. */
  restMs?: number;
  /** Default: see there. */
  marginMs?: number;
}

/* The time is that of the beginning of the statement, so before that of its snapshot. */
const lookStatement = `
select mark.version, mark.written_at as "writtenAt", mark.seen, mark.pass,
       ${ledgerCluster} as cluster, pg_current_snapshot()::text as snapshot,
       array(select number::text from pg_snapshot_xip(pg_current_snapshot()) as number) as open,
       date_trunc('milliseconds', now()) as at
from event_feed_mark mark`;

/*
 * $1 version of the mark, $2 pass, as JSON, with $3 to $5 its cursor, $6 its afterXmin, $7 its certainBefore, $8 its
 * snapshot and $9 what it will have seen; $10 page size.
 *
 * Only the statement that finds the version that was read gives positions, so no two do so at once, and all positions
 * up to then are visible here. If there are no new events, nothing is written.
 */
const pageStatement = `
with latest as materialized (
  select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid
), event as materialized (
  select occurred_at, order_id, sequence, xmin as written_by,
         ${isWrittenSince('order_events.xmin', '$6::xid8')} as may_be_news
  from order_events
  where occurred_at >= $3 and (occurred_at, order_id, sequence) > ($3, $4, $5)
  order by occurred_at, order_id, sequence
  limit $10
), news as materialized (
  select order_id, sequence, row_number() over (order by occurred_at, event.order_id, event.sequence) as place
  from latest, event left join lateral (
    -- The limit makes Postgres look up each event by index.
    select true as has_position from event_feed
    where order_id = event.order_id and sequence = event.sequence limit 1
  ) as known on true
  where may_be_news
    -- The numbers of rows of long ago may be used again.
    and (occurred_at < $7 or pg_visible_in_snapshot(${writtenBy('event.written_by')}, $8::pg_snapshot))
    and has_position is null
), page as materialized (
  select (select count(*) from event) >= $10 as is_full, (select count(*) from news) as news
), marked as (
  update event_feed_mark mark
  set version = version + 1, last_position = last_position + news, written_at = date_trunc('milliseconds', now()),
      seen = case when is_full then seen else $9::jsonb end,
      pass = case when is_full then jsonb_set($2::jsonb, '{cursor}', (
        select jsonb_build_object('occurredAt', rfc3339(occurred_at), 'orderId', order_id, 'sequence', sequence)
        from event order by occurred_at desc, order_id desc, sequence desc limit 1)) end
  from page
  where version = $1 and (is_full or news > 0 or pass is not null)
  returning last_position - news as before
), positioned as (
  insert into event_feed (position, order_id, sequence)
  select before + place, order_id, sequence from news, marked
  returning position
)
select (select count(*) from positioned)::int as events, is_full as "isFull", exists (select from marked) as "isWritten"
from page`;

/**
 * Gives positions in the feed to the next events that have none: at most a page, so call it again while it is behind.
 * Several may do so at once; one of them does it then.
 */
export async function fillFeed(
  postgres: Postgres,
  { pageSize, restMs = 0, marginMs }: FillOptions,
): Promise<Filled> {
  const [row] = await postgres.query<
    Omit<FeedMark, 'seen' | 'pass'> & Look & { seen: unknown; pass: unknown }
  >(lookStatement, [], { prepare: true });
  if (!row) throw new Error('the feed has no mark');
  const mark = { ...row, seen: parseSeen(row.seen), pass: parsePass(row.pass) };
  const agoMs = mark.writtenAt ? row.at.getTime() - mark.writtenAt.getTime() : Infinity;
  if (!mark.pass && agoMs >= 0 && agoMs < restMs) return { events: 0, isBehind: false };

  const page = await fillPage(postgres, mark.version, mark.pass ?? nextPass(mark, row, marginMs), pageSize);
  return { events: page.events, isBehind: page.isWritten && page.isFull };
}

interface Page {
  events: number;
  /** There may be more in the pass. */
  isFull: boolean;
  /** False: there was nothing to do, or the mark has another version. */
  isWritten: boolean;
}

/**
 * Gives positions to the events on the next page of a pass.
 *
 * @param version that of the mark, which was read before
 */
export async function fillPage(
  postgres: Postgres,
  version: number,
  pass: Pass,
  pageSize: number,
): Promise<Page> {
  const { occurredAt, orderId, sequence } = pass.cursor;
  const [page] = await postgres.query<Page>(pageStatement, [
    version,
    JSON.stringify(pass),
    occurredAt,
    orderId,
    sequence,
    pass.afterXmin,
    pass.certainBefore,
    pass.upTo,
    JSON.stringify(pass.seen),
    pageSize,
  ]);
  return page ?? { events: 0, isFull: false, isWritten: false };
}
