import createClient from 'openapi-fetch';
import type { paths } from './order-countdown.d.ts';

// npx node examples/typed-client.ts http://127.0.0.1:3000 "$(npm run --silent token -- --sub shop --scope orders:any)"
const [baseUrl = 'http://127.0.0.1:3000', token] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

const placed = await api.POST('/v1/orders', {
  params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
  body: { amount: 12_900, currency: 'CNY', expiresInSeconds: 600 },
});
if (placed.error) throw new Error(`${placed.error.code}: ${placed.error.detail}`);
const { id, amount, remainingMs } = placed.data;
console.log(`${id} can be paid for ${Math.round(remainingMs / 1_000)} seconds`);

const payment = await api.POST('/v1/orders/{id}/pay', {
  params: { path: { id } },
  body: { paymentReference: 'pay_1', amount },
});
switch (payment.error?.code) {
  case undefined:
    console.log(`${id} was paid at ${payment.data?.paidAt}`);
    break;
  case 'order_expired':
  case 'order_cancelled':
    console.log(`the payment of ${id} came too late: refund it`);
    break;
  default:
    throw new Error(payment.error?.detail);
}
