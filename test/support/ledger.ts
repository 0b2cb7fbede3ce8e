import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import type { TestContext } from './context.ts';

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
