import type { Actor } from '../order/actor.ts';
import { orderIdFromUuid, orderIdToUuid } from '../order/order-id.ts';
import type { Order, OrderItem, OrderMetadata } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { storedActor } from './actor-row.ts';
import { recordEvents } from './record-events.ts';
import { idAmongOrderColumns, orderColumns, toOrder, unixMs, type OrderRow } from './row.ts';

export interface OrderDraft {
  /**
   * Made by the caller. The order's id is this one, but for the time that it begins with: that is the database's, so that a
   * process whose clock is wrong can't miss the partition of the time.
   */
  id: string;
  actor: Actor;
  customerId: string | null;
  reference: string | null;
  /** Minor units, at least 1. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  items: OrderItem[];
  metadata: OrderMetadata;
  windowSeconds: number;
  /** Time between the reminder and the deadline; null or omitted: no reminder. */
  reminderLeadSeconds?: number | null;
  /** The client's key for this request, unique per customer, and a digest of its body. */
  idempotency?: { key: string; digest: string } | null;
  /** That the event will belong to, where it is traced. */
  traceparent?: string | undefined;
}

export type PlaceVerdict =
  | { outcome: 'placed'; order: Order }
  /** An earlier identical request created this order. */
  | { outcome: 'replayed'; order: Order }
  /** A different request of this customer used the key. */
  | { outcome: 'idempotency_key_reused' };

/** A new order, of which the draft says the rest. */
interface NewRow {
  ord: null;
  /** Begins with `created_ms`. */
  id: string;
  is_new: true;
  /** Unix time. */
  created_ms: number;
}

interface KnownRow extends OrderRow {
  ord: number;
  is_new: false;
  known_digest: string;
}

const askedColumns = `
  ord int, id_tail text, customer_id text, reference text, amount bigint, currency text, items jsonb,
  metadata jsonb, window_seconds int, reminder_lead_seconds int, idempotency_key text, idempotency_digest text,
  actor_kind text, actor_subject text, traceparent text`;

/**
 * The order that has the same key and customer as a row of `asked`: at most one, found by its unique index. A join
 * on the key alone would read the keys of every customer who used it.
 */
const sameKey = `lateral (
    select orders.*, digest as known_digest
    from (
      select order_id, digest from idempotency_keys
      where key = asked.idempotency_key and customer_id = asked.customer_id
      union all
      select order_id, digest from idempotency_keys
      where key = asked.idempotency_key and customer_id is null and asked.customer_id is null
      limit 1
    ) as taken join orders on orders.id = order_id
  ) as known`;

/*
 * The unique index of the keys decides which of several requests with one key creates the order, also within a set; the
 * others get that order. Keys are inserted in sorted order, so that two sets with common keys can't deadlock.
 *
 * Of an order that is new, the caller knows all but when it was created, which is the same for the whole set. So its other
 * columns stay null, which neither side has to convert.
 */
const statement = `
with instant as materialized (
  select now, lpad(to_hex(${unixMs('now')}), 12, '0') as hex from (select date_trunc('milliseconds', now()) as now) as begun
), asked as materialized (
  select *, ((select hex from instant) || id_tail)::uuid as id from json_to_recordset($1) as a(${askedColumns})
), claimed as (
  insert into idempotency_keys (key, customer_id, order_id, digest, created_at)
  select idempotency_key, customer_id, id, idempotency_digest, now()
  from asked where idempotency_key is not null order by idempotency_key, customer_id, ord
  on conflict (key, customer_id) do nothing
  returning *
), placed as (
  insert into orders (id, customer_id, reference, amount, currency, items, metadata, created_at, expires_at, remind_at)
  select id, customer_id, reference, amount, currency, items, metadata,
         now, now + make_interval(secs => window_seconds), now + make_interval(secs => window_seconds - reminder_lead_seconds)
  from asked, instant where idempotency_key is null or id in (select order_id from claimed)
  returning *
), ${recordEvents(
  `
  select placed.id, version, 'order.placed',
         jsonb_build_object('customerId', placed.customer_id, 'reference', placed.reference, 'amount', placed.amount,
                            'currency', placed.currency, 'expiresAt', rfc3339(expires_at)),
         created_at, actor_kind, actor_subject, traceparent
  from placed join asked using (id)`,
  'now()',
)}, known as (
  -- Another request of this set created the order.
  select asked.ord, placed.*, claimed.digest as known_digest
  from asked join claimed on claimed.key = asked.idempotency_key
    and claimed.customer_id is not distinct from asked.customer_id
  join placed on placed.id = claimed.order_id
  where placed.id <> asked.id
  union all
  select asked.ord, known.* from asked, ${sameKey}
  where asked.idempotency_key is not null
)
select ord, false as is_new, null::bigint as created_ms, known_digest,
       ${orderColumns('known')}
from known
union all
select null, true, (select ${unixMs('now')} from instant), null, ${idAmongOrderColumns('placed')}
from placed`;

/** Finds orders that a concurrent request committed after the first statement took its snapshot. */
const replayStatement = `
with asked as (
  select * from json_to_recordset($1) as a(${askedColumns})
)
select ord, false as is_new, known_digest, ${orderColumns('known')}
from asked, ${sameKey}`;

/**
 * Writes a set of new orders, each with its deadline and the time of its id on the database's clock. A repeated request gets
 * the order that it created.
 *
 * A statement that is run again makes other ids. It can't make a second order of a draft all the same: a set is run again only
 * if Postgres refused it for a value in it, and so wrote nothing (see `failingAlone`). If its outcome is not known, nobody
 * runs it again but the client, who has its key for that.
 *
 * @returns one verdict per draft, in the order given
 */
export async function placeOrders(
  postgres: Postgres,
  drafts: readonly OrderDraft[],
): Promise<(PlaceVerdict | Error)[]> {
  const asked = drafts.map(toAsked);
  const values = [asRecordset(asked)];
  const rows = await postgres.query<NewRow | KnownRow>(statement, values, { prepare: true });
  const ords = new Map(asked.map(({ id_tail }, ord) => [id_tail, ord]));
  const answers = new Map(rows.map((row) => [row.ord ?? ords.get(tailOf(row.id)), row]));
  if (answers.size < drafts.length) {
    const replayed = await postgres.query<KnownRow>(replayStatement, values, { prepare: true });
    for (const row of replayed) if (!answers.has(row.ord)) answers.set(row.ord, row);
  }
  return drafts.map((draft, ord) => toVerdict(draft, answers.get(ord)));
}

function toVerdict(draft: OrderDraft, row: NewRow | KnownRow | undefined): PlaceVerdict | Error {
  if (!row) return new Error(`the ledger returned no row for ${draft.id}`);
  if (row.is_new) return { outcome: 'placed', order: newOrder(draft, row) };
  const isSameRequest = row.known_digest === draft.idempotency?.digest;
  return isSameRequest ? { outcome: 'replayed', order: toOrder(row) } : { outcome: 'idempotency_key_reused' };
}

/** The order that the statement made of its draft. */
function newOrder(draft: OrderDraft, { id, created_ms }: NewRow): Order {
  const { customerId, reference, amount, currency, items, metadata } = draft;
  const remainingMs = draft.windowSeconds * 1_000;
  const expiresAt = new Date(created_ms + remainingMs);
  return {
    id: orderIdFromUuid(id),
    customerId,
    reference,
    status: 'pending',
    amount,
    currency,
    items,
    metadata,
    createdAt: new Date(created_ms),
    payBy: expiresAt,
    expiresAt,
    payingUntil: null,
    remainingMs,
    asOf: new Date(created_ms),
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    refundDueAmount: 0,
    version: 1,
  };
}

/** What follows the 48 bits of the time: version, counter and random part, of which no two orders have the same. */
const tailOf = (uuid: string) => uuid.slice(13);

function toAsked({ idempotency, actor, ...draft }: OrderDraft) {
  return {
    id_tail: tailOf(orderIdToUuid(draft.id)),
    customer_id: draft.customerId,
    reference: draft.reference,
    amount: draft.amount,
    currency: draft.currency,
    items: draft.items,
    metadata: draft.metadata,
    window_seconds: draft.windowSeconds,
    reminder_lead_seconds: draft.reminderLeadSeconds ?? null,
    idempotency_key: idempotency?.key ?? null,
    idempotency_digest: idempotency?.digest ?? null,
    ...storedActor(actor),
    traceparent: draft.traceparent,
  };
}
