import type { SystemTask } from '../order/actor.ts';
import { orderIdFromUuid, orderIdToUuid } from '../order/order-id.ts';
import type { ExpireOutcome } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { bySystem } from './actor-row.ts';
import type { Held } from './held.ts';
import { currentOrders, forHeldRows, isHeld, lockAsked, lockOrders, mostly, type HeldRows } from './lock.ts';
import { plainFirst } from './plain-first.ts';
import { recordEvents } from './record-events.ts';
import { remainingMs } from './row.ts';
import { isInSpan, spanOf } from './span.ts';

export interface ExpireCommand {
  id: string;
  /** That the event will belong to, where it is traced. */
  traceparent?: string | undefined;
}

export interface ExpireVerdict {
  outcome: ExpireOutcome | 'not_found';
  /** Milliseconds to the deadline if the outcome is `not_due`, else 0. */
  remainingMs: number;
  /** Milliseconds from the deadline to the cancellation if the outcome is `expired`, else null. */
  latenessMs: number | null;
}

export interface SweptOrder {
  id: string;
  latenessMs: number;
}

const expiredEvents = (by: SystemTask, traces = '') =>
  recordEvents(`
  select id, version, 'order.cancelled', '{"reason": "expired", "note": null}'::jsonb, cancelled_at, ${bySystem(by)},
         ${traces === '' ? 'null' : 'traceparent'}
  from changed ${traces}`);

/* An order may be asked for twice. */
const tracesOfAsked = `join (select id, min(traceparent) as traceparent from asked group by id) as traces using (id)`;

const setExpired = `status = 'cancelled', cancelled_at = decided.at, cancel_reason = 'expired', remind_at = null, version = orders.version + 1`;

const latenessMs = `extract(epoch from changed.cancelled_at - changed.expires_at) * 1000`;

const isNear = isInSpan(2);

const expireStatements = (traces: string) =>
  forHeldRows(
    (heldRows) => `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, traceparent text)
), ${lockAsked(heldRows, isNear)}, changed as (
  update orders set ${setExpired}
  from decided
  where orders.id = decided.id and ${isNear('orders.id')} and decided.status = 'pending' and decided.expires_at <= decided.at
  returning orders.*, decided.at
), ${expiredEvents('expiry', traces)}, ${currentOrders}
select
  case
    when ${isHeld} then 'held'
    when current.id is null then 'not_found'
    when changed.id is not null and asked.ord = min(asked.ord) over (partition by asked.id) then 'expired'
    when current.status = 'pending' then 'not_due'
    else 'settled'
  end as outcome,
  ${remainingMs('current', 'current.at')},
  (${latenessMs})::float8 as lateness_ms
from asked
left join changed using (id)
left join current using (id)
order by asked.ord`,
  );

/** Most orders are not traced, and should not pay for it. */
const untracedStatements = expireStatements('');
const tracedStatements = expireStatements(tracesOfAsked);

/*
 * What most alarms are: of an order that is pending, and due. Its rows are locked and decided as in lock.ts, and those that changed
 * after the snapshot are left out.
 */
const plainStatement = `
with locked as materialized (
  select * from ${lockOrders('$1::uuid[]', 'skip')}
), instant as materialized (
  select date_trunc('milliseconds', clock_timestamp()) as now from (select count(*) from locked) as all_locked
), decided as materialized (
  select found.*, greatest(instant.now, occurred_at) as at
  from locked, instant, lateral (
    select id, status, version, expires_at from orders where orders.id = locked.id and ${isNear('orders.id')} limit 1
  ) as found, lateral (
    select occurred_at from order_events
    where order_id = locked.id and sequence = locked.version and ${isNear('order_id')} limit 1
  ) as latest
  where ${mostly(`found.version = locked.version and found.status = 'pending'`)}
), changed as (
  update orders set ${setExpired}
  from decided
  where orders.id = decided.id and ${isNear('orders.id')} and decided.expires_at <= decided.at
  returning orders.id, orders.version, orders.cancelled_at, orders.expires_at
), ${expiredEvents('expiry')}
select id, (${latenessMs})::float8 as lateness_ms from changed`;

/**
 * Cancels the orders of a set that are unpaid at or past their deadline: see {@link plainFirst}.
 *
 * @returns one verdict per command, in order; an `Error` fails only that command
 * @throws when nothing was decided
 */
export function expireOrders(
  postgres: Postgres,
  commands: readonly ExpireCommand[],
  heldRows: HeldRows = 'skip',
): Promise<(ExpireVerdict | Held | Error)[]> {
  const byAllRules = (set: readonly ExpireCommand[]) => expireAny(postgres, set, heldRows);
  if (heldRows === 'wait') return byAllRules(commands);
  return plainFirst<ExpireCommand, ExpireVerdict | Held>(commands, {
    mayBePlain: ({ traceparent }) => traceparent === undefined,
    plainly: (set) => expirePlainly(postgres, set),
    byAllRules,
  });
}

async function expirePlainly(
  postgres: Postgres,
  commands: readonly ExpireCommand[],
): Promise<(ExpireVerdict | undefined)[]> {
  const uuids = commands.map(({ id }) => orderIdToUuid(id));
  const rows = await postgres.query<{ id: string; lateness_ms: number }>(
    plainStatement,
    [uuids.toSorted(), ...spanOf(uuids)],
    { prepare: true },
  );
  const latenesses = new Map(rows.map(({ id, lateness_ms: latenessMs }) => [id, latenessMs]));
  return uuids.map((uuid) => {
    const latenessMs = latenesses.get(uuid);
    return latenessMs === undefined ? undefined : { outcome: 'expired', remainingMs: 0, latenessMs };
  });
}

async function expireAny(
  postgres: Postgres,
  commands: readonly ExpireCommand[],
  heldRows: HeldRows,
): Promise<(ExpireVerdict | Held)[]> {
  const isTraced = commands.some(({ traceparent }) => traceparent !== undefined);
  const statements = isTraced ? tracedStatements : untracedStatements;
  const asked = commands.map(({ id, traceparent }) => ({ id: orderIdToUuid(id), traceparent }));
  const rows = await postgres.query<{
    outcome: ExpireVerdict['outcome'] | 'held';
    remaining_ms: number;
    lateness_ms: number | null;
  }>(statements[heldRows], [asRecordset(asked), ...spanOf(asked.map(({ id }) => id))], { prepare: true });
  return rows.map(({ outcome, remaining_ms: remainingMs, lateness_ms: latenessMs }) =>
    outcome === 'held'
      ? { outcome }
      : { outcome, remainingMs, latenessMs: outcome === 'expired' ? latenessMs : null },
  );
}

/**
 * As `decidingAt`, but looks for an order's latest event only if some event is later than the clock, which happens when
 * the clock was set back: the index of all events by time tells that for a whole batch.
 */
const decidingBatchAt = `instant as materialized (
  select date_trunc('milliseconds', clock_timestamp()) as now from (select count(*) from due) as all_locked
), latest as materialized (
  select max(occurred_at) as at from order_events
), decided as materialized (
  select due.*, case when latest.at > instant.now then greatest(instant.now, (
    select occurred_at from order_events where order_id = due.id and sequence = due.version
  )) else instant.now end as at
  from due, instant, latest
)`;

/*
 * Skips locked rows: another command is deciding those, and sweeps must not queue behind it. Rows that changed since the snapshot
 * are left to the next sweep. The array has the rows
 * looked up by their ids; joined alone, a batch reads all of a table that the planner knows to be small.
 */
const sweepStatement = `
with due as materialized (
  select * from lock_overdue_orders($1)
), ${decidingBatchAt}, changed as (
  update orders set ${setExpired}
  from decided
  where orders.id = any (array(select id from due)) and orders.id = decided.id and orders.version = decided.version
    and decided.expires_at <= decided.at
  returning orders.id, orders.version, orders.cancelled_at, orders.expires_at
), ${expiredEvents('sweep')}
select id, (${latenessMs})::float8 as lateness_ms from changed`;

/** Cancels up to `limit` overdue orders, most overdue first. Fewer than `limit`: the rest is locked or none is left. */
export async function sweepOrders(postgres: Postgres, limit: number): Promise<SweptOrder[]> {
  const rows = await postgres.query<{ id: string; lateness_ms: number }>(sweepStatement, [limit]);
  return rows.map((row) => ({ id: orderIdFromUuid(row.id), latenessMs: row.lateness_ms }));
}
