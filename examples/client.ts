import { createOrderCountdown, OrderCountdownProblem } from '@order-countdown/client';

// npx node examples/client.ts http://127.0.0.1:3000 "$(npm run --silent token)"
const [baseUrl = 'http://127.0.0.1:3000', token = ''] = process.argv.slice(2);
const shop = createOrderCountdown({ baseUrl, token });

const { id, amount, viewToken } = await shop.placeOrder({ amount: 12_900, currency: 'CNY' });

// The shopper's page: it has the view token alone, and shows what is left to pay.
const page = createOrderCountdown({ baseUrl, token: viewToken });
const watch = page.watchOrder(id);

for await (const { status, remainingMs } of watch) {
  console.log(`${id} is ${status}: ${Math.round(remainingMs / 1_000)} seconds left to pay`);
  if (status === 'pending') await pay();
}

async function pay(): Promise<void> {
  try {
    const { paidAt } = await shop.payOrder(id, { paymentReference: 'pay_1', amount });
    console.log(`${id} was paid at ${paidAt}`);
  } catch (error) {
    const owed = ['order_expired', 'order_cancelled', 'order_already_paid', 'amount_mismatch'];
    if (!(error instanceof OrderCountdownProblem && owed.includes(error.code ?? ''))) throw error;
    console.log(`the payment of ${id} does not pay it (${error.code}): refund it`);
  }
}

let shown = 0;
for await (const order of shop.listOrders({ status: 'paid', limit: 100 })) {
  console.log(`${order.id} is paid`);
  shown += 1;
  if (shown === 3) break;
}
