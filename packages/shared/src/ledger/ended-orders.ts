import type { Postgres } from '../platform/postgres.ts';

/** How many orders ended in a minute. */
export interface EndedInMinute {
  minute: Date;
  paid: number;
  cancelled: number;
  /** Of those that were cancelled: by the sweep. */
  swept: number;
}

export interface EndedOrders {
  /** Minutes in which no order ended are missing. */
  minutes: EndedInMinute[];
  /** All minutes from this one on were counted. */
  from: Date;
}

/** Events that a statement reads. Those of a busy hour are counted a part at a time. */
export const maxEventsRead = 100_000;

const statement = (limit: string) => `
select date_trunc('minute', occurred_at) as minute, count(*) as events,
       count(*) filter (where type = 'order.paid') as paid,
       count(*) filter (where type = 'order.cancelled') as cancelled,
       count(*) filter (where type = 'order.cancelled' and actor_kind = 'system' and actor_subject = 'sweep') as swept
from (
  select occurred_at, type, actor_kind, actor_subject from order_events
  where occurred_at >= $1 and occurred_at < $2
  order by occurred_at desc ${limit}
) as event
group by 1 order by 1`;

const minuteMs = 60_000;

/**
 * Counts the orders that were paid and cancelled in each minute of a range, the latest first: as many minutes as can be read at
 * once, but one at least.
 *
 * @param from the start of a minute, like `until`
 */
export async function readEndedOrders(postgres: Postgres, from: Date, until: Date): Promise<EndedOrders> {
  const read = (since: Date, limit: string) =>
    postgres.query<EndedInMinute & { events: number }>(statement(limit), [since, until]);
  const rows = await read(from, `limit ${maxEventsRead}`);
  const events = rows.reduce((sum, row) => sum + row.events, 0);
  if (events < maxEventsRead) return { minutes: rows, from };
  const [cut, ...whole] = rows;
  if (cut && whole.length > 0) return { minutes: whole, from: new Date(cut.minute.getTime() + minuteMs) };
  const last = new Date(until.getTime() - minuteMs);
  return { minutes: await read(last, ''), from: last };
}
