import { createOrderCountdown, OrderCountdownProblem } from '@order-countdown/client';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { moveToThePast } from './past.ts';
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
  // Two shoppers were too late.
  for (const { id, amount } of lapsing.slice(0, 2)) {
    await shop.payOrder(id, { paymentReference: `late_${id}`, amount }).catch(refused);
  }
  for (const [index, { id }] of [...paid, ...lapsing].entries()) {
    await moveToThePast(databaseUrl, id, 60 + spread(index) * (hourSeconds - 120));
  }

  await Promise.all(
    indices(pendingOrders).map((index) =>
      shop.placeOrder(order(2_000 + index, Math.round(120 + spread(index) * (hourSeconds - 120)))),
    ),
  );
}

/** For calls that are made to be refused. */
export function refused(error: unknown): void {
  if (!(error instanceof OrderCountdownProblem)) throw error;
}
