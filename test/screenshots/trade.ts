import { createOrderCountdown } from '@order-countdown/client';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { Client } from 'pg';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import type { Started } from './system.ts';

/** An hour of a small shop's trade, the same each time. */
const ended = { paid: 180, lapsed: 24 };
const pendingOrders = 90;
const hourSeconds = 3_600;

const goods = [
  { sku: 'teapot', name: 'Teapot', unitAmount: 12_900 },
  { sku: 'lantern', name: 'Paper lantern', unitAmount: 3_800 },
  { sku: 'umbrella', name: 'Umbrella', unitAmount: 8_800 },
];

/** Spreads numbers over 0 to 1, evenly and without a visible pattern: multiples of the golden ratio. */
const spread = (index: number) => (index * 0.618_033_988_75) % 1;

function order(index: number, expiresInSeconds: number) {
  const good = goods[index % goods.length]!;
  return {
    customerId: `cus_${100 + (index % 60)}`,
    reference: `A-${10_000 + index}`,
    amount: good.unitAmount,
    currency: 'CNY',
    items: [{ ...good, quantity: 1 }],
    expiresInSeconds,
  };
}

/** Places, pays and lets lapse what the overview counts. */
export async function tradeForAnHour({ url, databaseUrl }: Started): Promise<void> {
  const shop = createOrderCountdown({ baseUrl: url, token: backendToken });
  const indices = (count: number) => Array.from({ length: count }, (_, index) => index);

  const lapsing = await Promise.all(
    indices(ended.lapsed).map((index) => shop.placeOrder(order(index, 1 + Math.round(spread(index))))),
  );
  const paid = await Promise.all(
    indices(ended.paid).map(async (index) => {
      const { id, amount } = await shop.placeOrder(order(1_000 + index, 1_800));
      return shop.payOrder(id, { paymentReference: `pay_${index}`, amount });
    }),
  );
  await until(async () => !(await shop.listOrders({ status: 'pending' })).data.length);
  await movedToThePast(databaseUrl, [...paid, ...lapsing]);

  await Promise.all(
    indices(pendingOrders).map((index) =>
      shop.placeOrder(order(2_000 + index, Math.round(120 + spread(index) * (hourSeconds - 120)))),
    ),
  );
}

/** As if these orders had ended over the hour that is past: nobody wants to wait for one. */
async function movedToThePast(databaseUrl: string, orders: readonly { id: string }[]): Promise<void> {
  const ids = orders.map(({ id }) => orderIdToUuid(id));
  const postgres = new Client({ connectionString: databaseUrl });
  await postgres.connect();
  for (const [index, id] of ids.entries()) {
    const seconds = 60 + spread(index) * (hourSeconds - 120);
    await postgres.query(
      `with moved as (
         update orders set
           created_at = created_at - make_interval(secs => $2),
           pay_by = pay_by - make_interval(secs => $2),
           expires_at = expires_at - make_interval(secs => $2),
           paid_at = paid_at - make_interval(secs => $2),
           cancelled_at = cancelled_at - make_interval(secs => $2)
         where id = $1)
       update order_events set occurred_at = occurred_at - make_interval(secs => $2) where order_id = $1`,
      [id, seconds],
    );
  }
  await postgres.end();
}
