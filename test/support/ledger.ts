import type { Actor } from '@order-countdown/shared/order/actor';
import { orderIdFromUuid, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import type { TestContext } from './context.ts';

/** Who sends the commands of tests that are not about that. */
export const actor: Actor = { kind: 'backend', subject: 'shop' };

/** What tests that call the ledger or its commands place. */
export const sampleDraft = {
  actor,
  customerId: null,
  reference: null,
  amount: 100,
  currency: 'EUR',
  items: [],
  metadata: {},
};

/** The order's row, as Postgres has it, with how late its cancellation was on the database's clock. */
export async function readRow({ postgres }: TestContext, id: string) {
  const { rows } = await postgres.query(
    `select *, extract(epoch from cancelled_at - expires_at) * 1000 as lateness_ms from orders where id = $1`,
    [orderIdToUuid(id)],
  );
  return rows[0];
}

export interface Tally {
  status: string;
  orders: number;
  /** Events of the order.paid or order.cancelled kind. */
  finalEvents: number;
}

/** How many orders ended how, and how many final events they have between them. */
export async function tally({ postgres }: TestContext): Promise<Tally[]> {
  const { rows } = await postgres.query(`
    select status, count(*)::int as orders, coalesce(sum(finals), 0)::int as "finalEvents"
    from orders left join lateral (
      select count(*) as finals from order_events
      where order_id = orders.id and type in ('order.paid', 'order.cancelled')
    ) on true
    group by status order by status`);
  return rows as Tally[];
}

export interface InsertedOrders {
  count: number;
  status: 'pending' | 'paid';
  /** Seconds until the deadline; negative: since the deadline. */
  windowSeconds: number;
  /** Seconds until the reminder; negative: since it was due. Default: none. */
  reminderSeconds?: number;
}

/** Writes many orders at once, past the ledger and without events. @returns their ids */
export async function insertOrders(
  { postgres }: Pick<TestContext, 'postgres'>,
  { count, status, windowSeconds, reminderSeconds }: InsertedOrders,
): Promise<string[]> {
  const { rows } = await postgres.query(
    `insert into orders (id, amount, currency, status, paid_at, created_at, expires_at, remind_at)
     select uuidv7(), 100, 'EUR', $2, case when $2 = 'paid' then now() end, now() - interval '1 day',
       now() + $3 * interval '1 second', now() + $4 * interval '1 second'
     from generate_series(1, $1) returning id`,
    [count, status, windowSeconds, reminderSeconds ?? null],
  );
  return rows.map(({ id }) => orderIdFromUuid(id as string));
}

/**
 * How many connections to the test's database wait for a lock. Postgres shows a transaction the same connections again and
 * again, so whoever holds the lock cannot ask.
 */
export async function waitingForLocks({ postgres }: Pick<TestContext, 'postgres'>): Promise<number> {
  const { rows } = await postgres.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]!.count;
}
