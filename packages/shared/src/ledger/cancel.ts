import type { Actor } from '../order/actor.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { Decided, NotFound, CancelOutcome, CancelReason } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { storedActor } from './actor-row.ts';
import { currentOrders, forHeldRows, isHeld, isOwn, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, toVerdict, type VerdictRow } from './row.ts';
import { isInSpan, spanOf } from './span.ts';
import type { Held } from './held.ts';

export interface CancelCommand {
  id: string;
  actor: Actor;
  by: Exclude<CancelReason, 'expired'>;
  /** The caller's explanation, kept in the timeline. */
  note: string | null;
  /** The customer who must own the order; null or omitted: any. */
  owner?: string | null;
  /** That the event will belong to, where it is traced. */
  traceparent?: string | undefined;
}

export type CancelVerdict = Decided<CancelOutcome> | NotFound;

const isNear = isInSpan(2);

/* Past the deadline the reason is `expired`, whoever cancels: the worker merely has not reached the order yet. */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, by text, note text, owner text, actor_kind text,
                                           actor_subject text, traceparent text)
), ${lockAsked(heldRows, isNear)}, winner as (
  select distinct on (asked.id) asked.id, asked.ord, asked.by, asked.note, asked.actor_kind, asked.actor_subject,
         asked.traceparent, decided.at
  from asked join decided using (id)
  where ${isOwn('decided')} and decided.status = 'pending'
  order by asked.id, asked.ord
), changed as (
  update orders
  set status = 'cancelled', cancelled_at = winner.at, version = orders.version + 1,
      remind_at = null,
      cancel_reason = case when orders.expires_at <= winner.at then 'expired' else winner.by end
  from winner
  where orders.id = winner.id and ${isNear('orders.id')}
  returning orders.*, winner.at
), ${recordEvents(`
  select changed.id, changed.version, 'order.cancelled',
         jsonb_build_object('reason', changed.cancel_reason, 'note', winner.note),
         changed.cancelled_at, actor_kind, actor_subject, traceparent
  from changed join winner using (id)`)}, ${currentOrders}
select
  case
    when ${isHeld} then 'held'
    when current.id is null or not ${isOwn('current')} then 'not_found'
    when asked.ord = winner.ord then 'cancelled'
    when current.status = 'paid' then 'order_already_paid'
    else 'already_cancelled'
  end as outcome,
  ${orderColumns('current', 'current.at')}
from asked
left join winner using (id)
left join current using (id)
order by asked.ord`,
);

/** Decides a set of cancellations. @returns one verdict per command, in the order given */
export async function cancelOrders(
  postgres: Postgres,
  commands: readonly CancelCommand[],
  heldRows: HeldRows = 'skip',
): Promise<(CancelVerdict | Held)[]> {
  const asked = commands.map(({ id, actor, by, note, owner, traceparent }) => ({
    id: orderIdToUuid(id),
    by,
    note,
    owner,
    traceparent,
    ...storedActor(actor),
  }));
  const rows = await postgres.query<VerdictRow<CancelOutcome>>(
    statements[heldRows],
    [asRecordset(asked), ...spanOf(asked.map(({ id }) => id))],
    {
      prepare: true,
    },
  );
  return rows.map(toVerdict);
}
