import { orderIdToUuid } from '../order/order-id.ts';
import type { Decided, NotFound } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { storedActor } from './actor-row.ts';
import type { Held } from './held.ts';
import type { PayCommand } from './pay.ts';
import { lockOrders, mostly } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, toVerdict, type VerdictRow } from './row.ts';
import { isInSpan, spanOf } from './span.ts';

type PlainOutcome = 'paid' | 'already_paid';

const isNear = isInSpan(2);

const isOwn = '(owner is null or owner is not distinct from customer_id)';

/*
 * What most payments are: of the right amount, in time, for an order without any refused payment; or one that was accepted
 * before. No other row than the order and its latest event has to be read for them, so this statement is short, and costs
 * Postgres half of the one that decides all payments.
 *
 * Its rows are locked and decided as in lock.ts. A row that changed after the snapshot is left out: the version
 * that is locked is not in it.
 */
const statement = `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, paid_by text, paid_amount bigint, owner text,
                                           actor_kind text, actor_subject text, traceparent text)
), locked as materialized (
  select * from ${lockOrders('array(select id from asked order by id)', 'skip')}
), instant as materialized (
  select date_trunc('milliseconds', clock_timestamp()) as now from (select count(*) from locked) as all_locked
), decided as materialized (
  select *, status = 'pending' and expires_at > at and refund_due_amount is null
            and (paid_amount is null or paid_amount = amount) as is_payable
  from (
    select found.*, ord, paid_by, paid_amount, owner, actor_kind, actor_subject, traceparent,
           greatest(instant.now, occurred_at) as at
    from locked join asked using (id), instant, lateral (
      select * from orders where orders.id = locked.id and ${isNear('orders.id')} limit 1
    ) as found, lateral (
      select occurred_at from order_events
      where order_id = locked.id and sequence = locked.version and ${isNear('order_id')} limit 1
    ) as latest
    where ${mostly('found.version = locked.version')}
  ) as timed
  where ${isOwn}
), changed as (
  update orders
  set status = 'paid', paid_at = at, remind_at = null, payment_reference = paid_by, version = orders.version + 1
  from decided
  where orders.id = decided.id and ${isNear('orders.id')} and is_payable
  returning orders.*, at, ord, actor_kind, actor_subject, traceparent
), recorded as (
  insert into payments (order_id, reference, amount, outcome, recorded_at)
  select id, payment_reference, amount, 'accepted', at from changed
), ${recordEvents(`
  select id, version, 'order.paid',
         jsonb_build_object('amount', amount, 'currency', currency, 'paymentReference', payment_reference),
         at, actor_kind, actor_subject, traceparent
  from changed`)}
select ord, 'paid' as outcome, ${orderColumns('changed', 'changed.at')} from changed
union all
select ord, 'already_paid', ${orderColumns('decided', 'decided.at')} from decided
where status = 'paid' and (paid_by is null or paid_by = payment_reference)`;

/**
 * Decides those of a set of payments that are plain, by the database's clock, and changes nothing about the others.
 *
 * @param commands on an order each, that name no attempt
 * @returns a verdict for each plain payment, in the order given; `undefined` for the others, of which nothing is known
 */
export async function payPlainly(
  postgres: Postgres,
  commands: readonly PayCommand[],
): Promise<(Decided<PlainOutcome> | NotFound | Held | undefined)[]> {
  const asked = commands.map(({ id, actor, paymentReference, amount, owner = null, traceparent }) => ({
    id: orderIdToUuid(id),
    paid_by: paymentReference,
    paid_amount: amount,
    owner,
    traceparent,
    ...storedActor(actor),
  }));
  const rows = await postgres.query<VerdictRow<PlainOutcome> & { ord: number }>(
    statement,
    [asRecordset(asked), ...spanOf(asked.map(({ id }) => id))],
    { prepare: true },
  );
  const verdicts = new Map(rows.map((row) => [row.ord, toVerdict(row)]));
  return commands.map((_, ord) => verdicts.get(ord));
}
