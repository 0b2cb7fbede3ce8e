import { orderIdToUuid } from '../order/order-id.ts';
import { refundIdToUuid, type Refund, type RefundReason, type RefundStatus } from '../order/refund.ts';
import type { Postgres } from '../platform/postgres.ts';
import type { Held } from './held.ts';
import type { HeldRows } from './lock.ts';
import { recordRefund, type RefundCommand, type RefundVerdict } from './refund.ts';
import { refundColumns, toRefund, type RefundRow } from './refund-row.ts';
import { refundReason } from './refused-payments.ts';

export interface RefundQuery {
  status: RefundStatus | null;
  reason?: RefundReason | null;
  orderId: string | null;
  customerId: string | null;
  /** 1 to 100. */
  limit: number;
  /** The id of the previous page's last refund; null: start at the newest. */
  after: string | null;
}

export interface RefundPage {
  refunds: Refund[];
  /** `after` of the next page; null: this is the last page. */
  next: string | null;
}

/** The refunds of the ledger. */
export interface Refunds {
  /** Records that a refund was made. */
  record: (command: RefundCommand) => Promise<RefundVerdict>;
  read: (id: string) => Promise<Refund | null>;
  list: (query: RefundQuery) => Promise<RefundPage>;
  due: () => Promise<RefundsDue>;
}

/** Asks alone, and waits for a row that is held: see `Ledger`. */
type ByItself = (
  id: string,
  ask: (heldRows: HeldRows) => Promise<RefundVerdict | Held>,
) => Promise<RefundVerdict>;

export const createRefunds = (postgres: Postgres, byItself: ByItself): Refunds => ({
  record: (command) => byItself(command.id, (heldRows) => recordRefund(postgres, command, heldRows)),
  read: (id) => readRefund(postgres, id),
  list: (query) => listRefunds(postgres, query),
  due: () => readRefundsDue(postgres),
});

/** The refunds that are not made yet. */
export interface RefundsDue {
  /** Counted up to {@link maxCounted}. */
  count: number;
  /** Milliseconds since the oldest was requested; 0 if there is none. */
  oldestMs: number;
}

const maxCounted = 10_000;

const byIdStatement = `
select ${refundColumns('payments', 'orders')}
from payments join orders on orders.id = payments.order_id where refund_id = $1`;

/** @returns null if there is no such refund */
export async function readRefund(postgres: Postgres, id: string): Promise<Refund | null> {
  const [row] = await postgres.query<RefundRow>(byIdStatement, [refundIdToUuid(id)]);
  return row ? toRefund(row) : null;
}

/* The order of each refund is looked up below the limit. */
const pageStatement = (refunds: string, limit: string) => `
select ${refundColumns('page', 'orders')}
from (
  select * from (${refunds}) as refunds order by refund_id desc limit ${limit}
) as page, lateral (select currency from orders where id = page.order_id limit 1) as orders
order by page.refund_id desc`;

/** As an array, so that each order's refunds are looked up. */
const ofCustomer = (customer: string) => `order_id = any (array(
  select id from orders where customer_id = ${customer} and refund_due_amount is not null))`;

/** A page of refunds, newest first, read by index from where the previous page ended. */
export async function listRefunds(postgres: Postgres, query: RefundQuery): Promise<RefundPage> {
  const { status, reason = null, orderId, customerId, limit, after } = query;
  const values: unknown[] = [];
  const conditions = ['refund_id is not null'];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  if (status !== null) conditions.push(`refunded_at is ${status === 'due' ? 'null' : 'not null'}`);
  if (reason !== null) conditions.push(`${refundReason('outcome')} = ${parameter(reason)}`);
  if (orderId !== null) conditions.push(`order_id = ${parameter(orderIdToUuid(orderId))}`);
  if (customerId !== null) conditions.push(ofCustomer(parameter(customerId)));
  if (after !== null) conditions.push(`refund_id < ${parameter(refundIdToUuid(after))}`);

  // A customer's refunds are all found, then sorted. Without `offset` the planner might read everybody's until there are
  // enough of this customer's.
  const refunds = `select * from payments where ${conditions.join(' and ')} ${customerId === null ? '' : 'offset 0'}`;
  const rows = await postgres.query<RefundRow>(pageStatement(refunds, parameter(limit + 1)), values);
  const page = rows.slice(0, limit).map(toRefund);
  return { refunds: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/* Ids begin with their time, so the index has the oldest first. */
const dueStatement = `
select count(*)::int as count,
       coalesce(greatest(0, extract(epoch from now() - min(recorded_at)) * 1000), 0)::float8 as "oldestMs"
from (
  select recorded_at from payments
  where refund_id is not null and refunded_at is null
  order by refund_id
  limit ${maxCounted}
) as due`;

/** Counts the refunds that are due, from their index. */
export async function readRefundsDue(postgres: Postgres): Promise<RefundsDue> {
  const [row] = await postgres.query<RefundsDue>(dueStatement);
  return row ?? { count: 0, oldestMs: 0 };
}
