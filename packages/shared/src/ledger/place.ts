import { orderIdToUuid } from '../order-id.ts';
import type { Order, OrderItem, OrderMetadata } from '../order.ts';
import type { Postgres } from '../postgres.ts';
import { asked, orderColumns, toOrder, type OrderRow } from './row.ts';

export interface OrderDraft {
  /** Made by the caller, so that a repeated attempt can't make a second order. */
  id: string;
  customerId: string | null;
  reference: string | null;
  /** Minor units, at least 1. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  items: OrderItem[];
  metadata: OrderMetadata;
  windowSeconds: number;
}

const statement = `
with asked as (
  select * from json_to_recordset($1) as a(
    ord int, id uuid, customer_id text, reference text, amount bigint, currency text,
    items jsonb, metadata jsonb, window_seconds int)
), placed as (
  insert into orders (id, customer_id, reference, amount, currency, items, metadata, created_at, expires_at)
  select id, customer_id, reference, amount, currency, items, metadata,
         date_trunc('milliseconds', now()),
         date_trunc('milliseconds', now()) + make_interval(secs => window_seconds)
  from asked
  returning *
), events as (
  insert into order_events (order_id, sequence, type, data, occurred_at)
  select id, version, 'order.placed',
         jsonb_build_object('customerId', customer_id, 'reference', reference, 'amount', amount,
                            'currency', currency, 'expiresAt', rfc3339(expires_at)),
         created_at
  from placed
)
select ${orderColumns('placed')} from asked join placed using (id) order by asked.ord`;

/** Writes a set of new orders, each with its deadline on the database's clock. Answers in the order asked. */
export async function placeOrders(postgres: Postgres, drafts: readonly OrderDraft[]): Promise<Order[]> {
  const rows = await postgres.query<OrderRow>(statement, [
    asked(
      drafts.map((draft) => ({
        id: orderIdToUuid(draft.id),
        customer_id: draft.customerId,
        reference: draft.reference,
        amount: draft.amount,
        currency: draft.currency,
        items: draft.items,
        metadata: draft.metadata,
        window_seconds: draft.windowSeconds,
      })),
    ),
  ]);
  return rows.map(toOrder);
}
