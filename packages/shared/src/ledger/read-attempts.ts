import { orderIdToUuid } from '../order/order-id.ts';
import type { PaymentAttempt } from '../order/attempt.ts';
import type { Postgres } from '../platform/postgres.ts';
import { attemptColumns, attemptStatus, toAttempt, type AttemptRow } from './attempt-row.ts';
import { isOrder } from './span.ts';

const statement = `
select ${attemptColumns('attempt', attemptStatus('attempt', 'orders', 'now()'))}
from orders, payment_attempts attempt
where ${isOrder('$1')('orders.id')} and attempt.order_id = $1
order by attempt.created_at, attempt.id`;

/** The payment attempts of an order, oldest first; empty if there is no such order. There are 20 at most. */
export async function readAttempts(postgres: Postgres, orderId: string): Promise<PaymentAttempt[]> {
  const rows = await postgres.query<AttemptRow>(statement, [orderIdToUuid(orderId)], { prepare: true });
  return rows.map(toAttempt);
}
