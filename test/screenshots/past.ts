import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { Client } from 'pg';

/** As if an order had ended so many seconds earlier than it has: nobody wants to wait for a picture for an hour. */
export const moveToThePast = (databaseUrl: string, orderId: string, seconds: number) =>
  run(
    databaseUrl,
    `with moved as (
       update orders set
         created_at = created_at - make_interval(secs => $2),
         pay_by = pay_by - make_interval(secs => $2),
         expires_at = expires_at - make_interval(secs => $2),
         paid_at = paid_at - make_interval(secs => $2),
         cancelled_at = cancelled_at - make_interval(secs => $2)
       where id = $1)
     update order_events set occurred_at = occurred_at - make_interval(secs => $2) where order_id = $1`,
    [orderIdToUuid(orderId), seconds],
  );

/** As if an order had been placed so many seconds earlier. Its deadline stays. */
export const placeEarlier = (databaseUrl: string, orderId: string, seconds: number) =>
  run(databaseUrl, 'update orders set created_at = created_at - make_interval(secs => $2) where id = $1', [
    orderIdToUuid(orderId),
    seconds,
  ]);

async function run(databaseUrl: string, statement: string, values: unknown[]): Promise<void> {
  const postgres = new Client({ connectionString: databaseUrl });
  await postgres.connect();
  try {
    await postgres.query(statement, values);
  } finally {
    await postgres.end();
  }
}
