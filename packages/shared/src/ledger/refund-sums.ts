import type { Postgres } from '../platform/postgres.ts';

/** What is owed in a currency. */
export interface RefundSum {
  currency: string;
  /** Minor units. */
  amount: number;
  orders: number;
}

/** Orders that are added up at most. */
const maxOrders = 10_000;

/* Sorted to force the partial index. */
const statement = `
select currency, sum(refund_due_amount)::bigint as amount, count(*) as orders
from (
  select currency, refund_due_amount from orders where refund_due_amount > 0 order by id limit ${maxOrders}
) as owed
group by currency order by currency`;

/** Adds up what is owed for refused payments, by currency. */
export const readRefundSums = (postgres: Postgres): Promise<RefundSum[]> =>
  postgres.query<RefundSum>(statement);
