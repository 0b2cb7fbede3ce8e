import type { Actor } from '../order/actor.ts';
import type { OrderChanges, UpdateOutcome } from '../order/change.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { Decided, NotFound } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { eventParameters } from './actor-row.ts';
import { currentOrders, forHeldRows, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { toVerdict, type VerdictRow } from './row.ts';
import { isOrder } from './span.ts';
import { verdictOf } from './verdict.ts';
import type { Held } from './held.ts';

export interface UpdateCommand {
  id: string;
  actor: Actor;
  changes: OrderChanges;
}

export type UpdateVerdict = Decided<UpdateOutcome> | NotFound;

const isNear = isOrder('$1');

/* The rule about the sum holds for the order as it would be, so only the row that is locked can tell. */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select $1::uuid as id, $2::jsonb as changes
), ${lockAsked(heldRows, isNear)}, merged as (
  select decided.*,
         case when changes ? 'reference' then changes->>'reference' else reference end as new_reference,
         coalesce(changes->'metadata', metadata) as new_metadata,
         coalesce(changes->'items', items) as new_items,
         coalesce((changes->>'amount')::bigint, amount) as new_amount
  from decided join asked using (id)
), compared as materialized (
  select *,
         status = 'pending' and expires_at > at as is_open,
         new_items = '[]' or new_amount = (
           select sum((item->>'quantity')::numeric * (item->>'unitAmount')::numeric)
           from jsonb_array_elements(new_items) as item
         ) as fits,
         new_amount <> amount and coalesce(paying_until > at, false) as is_paying,
         array_remove(array[
           case when new_reference is distinct from reference then 'reference' end,
           case when new_metadata <> metadata then 'metadata' end,
           case when new_items <> items then 'items' end,
           case when new_amount <> amount then 'amount' end
         ], null) as members
  from merged
), changed as (
  update orders
  set reference = new_reference, metadata = new_metadata, items = new_items, amount = new_amount,
      version = orders.version + 1
  from compared
  where orders.id = compared.id and ${isNear('orders.id')} and is_open and fits and not is_paying and cardinality(members) > 0
  returning orders.*, compared.at
), ${recordEvents(`
  select changed.id, changed.version, 'order.updated',
         jsonb_build_object('changed', members, 'reference', changed.reference, 'amount', changed.amount,
                            'currency', changed.currency),
         changed.at, $3::text, $4::text, $5::text
  from changed join compared using (id)`)}, ${currentOrders}
${verdictOf(
  'updated',
  `when not fits then 'amount_differs_from_items'
    when is_paying then 'payment_in_progress'
    else 'unchanged'`,
  'compared',
)}`,
);

/** Changes what an order that can be paid is about. One order per statement: changes are rare. */
export async function updateOrder(
  postgres: Postgres,
  { id, actor, changes }: UpdateCommand,
  heldRows: HeldRows = 'skip',
): Promise<UpdateVerdict | Held> {
  const values = [orderIdToUuid(id), JSON.stringify(changes), ...eventParameters(actor)];
  const [row] = await postgres.query<VerdictRow<UpdateOutcome>>(statements[heldRows], values, {
    prepare: true,
  });
  return row ? toVerdict(row) : { outcome: 'not_found' };
}
